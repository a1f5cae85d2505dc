namespace GrpcRefresh.Server.Tableau;

/// <summary>Puts a failure below HTTP into words, and tells whether anything had been sent by then.</summary>
internal static class TransportProblem
{
    public static TableauException Describe(TableauRequest request, Exception cause, bool outOfPatience, TimeSpan timeout) =>
        new(TableauErrorKind.Unreachable, Words(cause, outOfPatience, timeout), cause)
        {
            MayHaveTakenEffect = request.HasEffect && !NothingWasSent(cause, outOfPatience),
        };

    // Cancelled by neither caller nor time-out, it was the handler giving up on the connection.
    private static bool NothingWasSent(Exception cause, bool outOfPatience) => cause switch
    {
        OperationCanceledException => !outOfPatience,
        HttpRequestException http => !outOfPatience && http.HttpRequestError is HttpRequestError.NameResolutionError
            or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        _ => false,
    };

    private static string Words(Exception cause, bool outOfPatience, TimeSpan timeout) => cause switch
    {
        _ when outOfPatience => $"Tableau did not answer within {timeout.TotalSeconds:0.#} s.",
        OperationCanceledException => "No connection to Tableau came about in time.",
        HttpRequestException http => http.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "The host of Tableau cannot be found. Check the configured Url.",
            HttpRequestError.SecureConnectionError => "No secure connection to Tableau: its certificate is not trusted, or TLS failed. " +
                "A private certificate authority belongs into CaFile.",
            HttpRequestError.ProxyTunnelError => "The proxy does not let us through to Tableau. Check the configured Proxy.",
            HttpRequestError.ConnectionError => "Tableau cannot be connected to.",
            HttpRequestError.ConfigurationLimitExceeded => "The answer of Tableau was too large.",
            _ => "The connection to Tableau was lost before its answer was complete.",
        },
        _ => "The connection to Tableau was lost before its answer was complete.",
    };
}
