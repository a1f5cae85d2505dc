namespace GrpcRefresh.Server.Tableau;

/// <summary>Puts a bad answer into words and a kind, and judges whether the request may have taken effect.</summary>
internal static class AnswerProblem
{
    private const int LongestDetail = 1_000;

    public static TableauException Describe(TableauRequest request, TableauAnswer answer, ErrorEnvelope? received, DateTimeOffset now)
    {
        var envelope = received is null ? null : received with { Detail = Show(received.Detail, request) };
        return new TableauException(KindOf(answer.Status, envelope), envelope is null ? Words(answer) : Words(answer, envelope))
        {
            Code = envelope?.Code,
            Detail = envelope?.Detail,
            RequestId = answer.RequestId,
            HttpStatus = answer.Status,
            RetryAfter = RetryHint.Read(answer.Headers, envelope?.Detail, now),
            MayHaveTakenEffect = request.HasEffect && !IsDefiniteRefusal(answer.Status, envelope),
        };
    }

    /// <summary>A success that lacks what was asked for.</summary>
    public static TableauException Incomplete(TableauRequest request, string what) =>
        new(TableauErrorKind.Unreachable, $"Tableau answered without {what}.") { HttpStatus = 200, MayHaveTakenEffect = request.HasEffect };

    // Before it is cut, lest half a secret is left that nobody recognises.
    private static string Show(string detail, TableauRequest request) =>
        BodyRedactor.Redact(detail, request.Body) is var shown && shown.Length > LongestDetail ? shown[..LongestDetail] : shown;

    // Without Tableau's envelope a 403 or 404 tells about a proxy, not about content; a 429 is worth honouring anyway.
    private static TableauErrorKind KindOf(int status, ErrorEnvelope? envelope) =>
        envelope is not null ? ErrorCodes.KindOf(status, envelope.Code)
        : status == 429 ? TableauErrorKind.Throttled : TableauErrorKind.Unreachable;

    // A 401 or 429 stands in front of the work, whoever sends it. Everything else is definite in Tableau's own words only.
    // One report (tabcmd#189) tells of a 403 whose refresh ran all the same; it stands alone and is not followed, because
    // then no refusal would be definite. 400033 tells of an update that broke off somewhere inside Tableau.
    private static bool IsDefiniteRefusal(int status, ErrorEnvelope? envelope) =>
        status is 401 or 429 || (envelope is not null && status is < 500 and not 408 && envelope.Code != ErrorCodes.ConnectionUpdateFailed);

    private static string Words(TableauAnswer answer, ErrorEnvelope envelope) =>
        $"Tableau answered {answer.Status}, code {envelope.Code}: {envelope.Detail}{Ending(answer)}";

    private static string Words(TableauAnswer answer) => (answer.Status, answer.Format) switch
    {
        ( >= 300 and < 400, _) => $"The request was redirected to {Target(answer)}, probably a sign-on page or another address of Tableau. " +
            $"Check the configured Url{Ending(answer)}",
        (407, _) => $"The proxy asks for an account (407). Check the configured Proxy{Ending(answer)}",
        ( >= 200 and < 300, AnswerFormat.Html) => "A web page came instead of Tableau's answer, probably a sign-on page or a proxy's. " +
            $"Check the configured Url and what stands in front of Tableau{Ending(answer)}",
        ( >= 200 and < 300, _) => $"An answer came that cannot be read as Tableau's: incomplete, or not of its API{Ending(answer)}",
        _ => $"HTTP {answer.Status} with {Body(answer)} came instead of Tableau's answer{Ending(answer)}",
    };

    private static string Body(TableauAnswer answer) => answer.Format switch
    {
        AnswerFormat.Empty => "an empty body",
        AnswerFormat.Html => "a web page",
        _ => "an unknown body",
    };

    private static string Target(TableauAnswer answer) =>
        answer.Headers.Location is { IsAbsoluteUri: true } location ? location.Authority : "another path";

    private static string Ending(TableauAnswer answer) => answer.RequestId is { } id ? $" (request id {id})." : ".";
}
