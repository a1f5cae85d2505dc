namespace GrpcRefresh.Server.Telemetry;

/// <summary>What the lines of a log are about, for formats that write scopes. Never held while something merely waits for news.</summary>
internal static class LogScopes
{
    private static readonly Func<ILogger, string, IDisposable?> Job = LoggerMessage.DefineScope<string>("Job {JobId}");
    private static readonly Func<ILogger, string, string, IDisposable?> Call = LoggerMessage.DefineScope<string, string>("{Method} by {Caller}");
    private static readonly Func<ILogger, string, IDisposable?> Request = LoggerMessage.DefineScope<string>("Tableau's request {TableauRequestId}");

    public static IDisposable? OfJob(ILogger logger, string jobId) => Job(logger, jobId);

    public static IDisposable? OfCall(ILogger logger, string method, string caller) => Call(logger, method, caller);

    /// <param name="requestId">Null when Tableau has not told it.</param>
    public static IDisposable? OfTableau(ILogger logger, string? requestId) => requestId is null ? null : Request(logger, requestId);
}
