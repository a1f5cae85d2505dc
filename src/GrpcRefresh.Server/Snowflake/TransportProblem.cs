namespace GrpcRefresh.Server.Snowflake;

/// <summary>Puts a failure below HTTP into words, and tells whether anything had been sent by then.</summary>
internal static class TransportProblem
{
    public static SnowflakeException Describe(SqlStatement statement, SnowflakeRequest request, Exception cause, bool outOfPatience, TimeSpan timeout) =>
        new(IsTooLarge(cause) ? SnowflakeErrorKind.TooLarge : SnowflakeErrorKind.Unreachable, Words(cause, outOfPatience, timeout), cause)
        {
            RequestId = statement.RequestId,
            // A question leaves the statement as it is, and that may have taken effect long ago.
            MayHaveTakenEffect = !request.HasEffect || !NothingWasSent(cause, outOfPatience),
        };

    // Cancelled by neither caller nor time-out, it was the handler giving up on the connection.
    private static bool NothingWasSent(Exception cause, bool outOfPatience) => cause switch
    {
        OperationCanceledException => !outOfPatience,
        HttpRequestException http => !outOfPatience && http.HttpRequestError is HttpRequestError.NameResolutionError
            or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        _ => false,
    };

    private static bool IsTooLarge(Exception cause) => cause is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded };

    private static string Words(Exception cause, bool outOfPatience, TimeSpan timeout) => cause switch
    {
        _ when outOfPatience => $"Snowflake did not answer within {timeout.TotalSeconds:0.#} s.",
        OperationCanceledException => "No connection to Snowflake came about in time.",
        HttpRequestException http => http.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => $"The host of Snowflake cannot be found. Check {SnowflakeOptions.Section}:Account or Url.",
            HttpRequestError.SecureConnectionError => "No secure connection to Snowflake: its certificate is not trusted, or TLS failed. " +
                $"A private certificate authority belongs into {SnowflakeOptions.Section}:CaFile.",
            HttpRequestError.ProxyTunnelError => $"The proxy does not let us through to Snowflake. Check {SnowflakeOptions.Section}:Proxy.",
            HttpRequestError.ConnectionError => "Snowflake cannot be connected to.",
            HttpRequestError.ConfigurationLimitExceeded => "The answer of Snowflake was too large.",
            _ => "The connection to Snowflake was lost before its answer was complete.",
        },
        _ => "The connection to Snowflake was lost before its answer was complete.",
    };
}
