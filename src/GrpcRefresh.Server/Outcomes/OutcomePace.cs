using GrpcRefresh.Server.Jobs.Engine;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Outcomes;

/// <summary>When to write: a window after the first outcome, and after failures in growing pauses that are never shorter than the window.</summary>
/// <remarks>
/// What ends while a write is under way goes with it or waits for the next window, so two writes are never closer to each other than one
/// window. A restart does not begin a window anew: it counts from the outcome, and from a write that failed before it. When nobody knows whether a write still
/// runs, the next waits until Snowflake must have ended it.
/// </remarks>
/// <param name="longestWrite">Snowflake ends a write that takes longer.</param>
internal sealed class OutcomePace(TimeSpan window, TimeSpan longestWrite)
{
    /// <summary>Whoever was killed may have begun a write and not have reached Snowflake yet.</summary>
    private static readonly TimeSpan ToConnect = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private int _failures;

    public bool IsFailing => _failures > 0;

    /// <summary>At a start, with what an earlier life of this process left behind.</summary>
    public void Resume(OutcomeTry? last, DateTimeOffset now)
    {
        if (last is not null)
        {
            var pause = last.InDoubt ? Longer(window, longestWrite + ToConnect) : window;
            // No longer than that, when the clock was set back.
            _notBefore = now < last.Begin ? now + pause : last.Begin + pause;
            _failures = 1;
        }
    }

    /// <summary>How long to wait; null when there is nothing to wait for.</summary>
    public TimeSpan? Until(OutcomeBacklog backlog, DateTimeOffset now)
    {
        if (backlog.Oldest is not { } oldest)
        {
            return null;
        }

        // However far away the oldest seems to be, by a clock that was set back.
        var rest = oldest + window - now is var left && left < window ? left : window;
        return Longer(rest, _notBefore - now);
    }

    public void Succeeded() => (_failures, _notBefore) = (0, DateTimeOffset.MinValue);

    /// <param name="e">Null when it was not Snowflake's fault.</param>
    /// <returns>The pause.</returns>
    public TimeSpan Failed(SnowflakeException? e, DateTimeOffset now)
    {
        var pause = Longer(BackOff.Delay(++_failures, window, Longer(window, LongestPause)), e?.RetryAfter ?? TimeSpan.Zero);
        pause = e is { MayHaveTakenEffect: true } ? Longer(pause, longestWrite) : pause;
        _notBefore = now + pause;
        return pause;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
