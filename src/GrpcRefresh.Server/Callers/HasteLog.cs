using System.Collections.Concurrent;
using GrpcRefresh.Server.Listening;

namespace GrpcRefresh.Server.Callers;

/// <summary>Tells of callers that are bounded, once a minute each: told each time it would be one more thing to do in haste.</summary>
internal sealed partial class HasteLog(TimeProvider time, ILogger<HasteLog> logger)
{
    // By caller and setting, of which there are as many as are configured.
    private readonly ConcurrentDictionary<(string Caller, string Setting), MinuteCount> _counts = [];

    public void Tell(string caller, string setting, int bound)
    {
        if (_counts.GetOrAdd((caller, setting), _ => new MinuteCount(time)).Add() is { } count)
        {
            Log.Bounded(logger, caller, setting, bound, count);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 1, EventName = nameof(Bounded), Level = LogLevel.Warning,
            Message = "{Caller} is at the bound of {Setting} ({Bound}) and is refused: {Count} times since this was last told. Further refusals are not told for a minute")]
        public static partial void Bounded(ILogger logger, string caller, string setting, int bound, int count);
    }
}
