using System.Collections.Concurrent;

namespace GrpcRefresh.Server.Callers;

/// <summary>Tells of callers that are bounded, once a minute each: told each time it would be one more thing to do in haste.</summary>
internal sealed partial class HasteLog(TimeProvider time, ILogger<HasteLog> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    // By caller and setting, of which there are as many as are configured.
    private readonly ConcurrentDictionary<(string Caller, string Setting), DateTimeOffset> _told = [];

    public void Tell(string caller, string setting, int bound)
    {
        var now = time.GetUtcNow();
        var last = _told.GetOrAdd((caller, setting), DateTimeOffset.MinValue);
        if (now - last >= Pause && _told.TryUpdate((caller, setting), now, last))
        {
            Log.Bounded(logger, caller, setting, bound);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 1, EventName = nameof(Bounded), Level = LogLevel.Warning,
            Message = "{Caller} is at the bound of {Setting} ({Bound}) and was refused. Further refusals are not told for a minute")]
        public static partial void Bounded(ILogger logger, string caller, string setting, int bound);
    }
}
