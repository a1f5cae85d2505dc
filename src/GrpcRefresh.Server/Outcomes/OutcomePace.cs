using GrpcRefresh.Server.Jobs.Engine;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Outcomes;

/// <summary>When to write: a window after the first outcome, and after failures in growing pauses that are never shorter than the window.</summary>
/// <remarks>
/// What ends while a write is under way goes with it or waits for the next window, so two writes are never closer to each other than one
/// window. A restart does not begin a window anew: it counts from the outcome.
/// </remarks>
internal sealed class OutcomePace(TimeSpan window)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private int _failures;

    public bool IsFailing => _failures > 0;

    /// <summary>How long to wait; null when there is nothing to wait for.</summary>
    public TimeSpan? Until(OutcomeBacklog backlog, DateTimeOffset now)
    {
        if (backlog.Oldest is not { } oldest)
        {
            return null;
        }

        // However far away the oldest seems to be, by a clock that was set back.
        var rest = oldest + window - now is var left && left < window ? left : window;
        return _notBefore - now is var pause && pause > rest ? pause : rest;
    }

    public void Succeeded() => (_failures, _notBefore) = (0, DateTimeOffset.MinValue);

    /// <param name="e">Null when it was not Snowflake's fault.</param>
    /// <returns>The pause.</returns>
    public TimeSpan Failed(SnowflakeException? e, DateTimeOffset now)
    {
        var pause = BackOff.Delay(++_failures, window, window > LongestPause ? window : LongestPause);
        pause = e?.RetryAfter > pause ? e.RetryAfter.Value : pause;
        _notBefore = now + pause;
        return pause;
    }
}
