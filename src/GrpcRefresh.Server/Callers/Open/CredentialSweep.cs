using GrpcRefresh.Server.Callers.Keys;

namespace GrpcRefresh.Server.Callers.Open;

/// <summary>Ends the open calls of credentials that have ended: one look at all of them, instead of a timer for each call.</summary>
internal sealed partial class CredentialSweep(OpenCalls calls, ApiKeyStore keys, TimeProvider time, ILogger<CredentialSweep> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public async Task RunAsync(CancellationToken ct)
    {
        var open = calls.Credentials;
        var now = time.GetUtcNow();
        var good = open.Any(credential => credential.Key.KeyId is not null) ? await ActiveAsync(now, ct) : [];
        foreach (var ended in open.Where(credential => credential.Key.Until <= now || (credential.Key.KeyId is { } id && !good.Contains(id))))
        {
            ended.End();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The top of a background loop: tried again at once.
                Log.Failed(logger, e);
            }
        }
    }

    private async Task<HashSet<string>> ActiveAsync(DateTimeOffset now, CancellationToken ct) =>
        [.. (await keys.AllAsync(ct)).Where(key => key.StateAt(now) == ApiKeyState.Active).Select(key => key.KeyId)];

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 1, EventName = "SweepFailed", Level = LogLevel.Error,
            Message = "Whether the credentials of open calls still hold could not be looked up; it is tried again")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
