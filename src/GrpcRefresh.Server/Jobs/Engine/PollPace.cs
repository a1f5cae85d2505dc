namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>When to ask Tableau next, so that young and nearly finished jobs are seen soon and long ones cost little.</summary>
internal sealed class PollPace(TimeSpan min, TimeSpan max)
{
    /// <summary>The next poll for a job.</summary>
    /// <param name="since">When Tableau accepted the job or, with a usual length, began to run it.</param>
    /// <param name="lastPoll">The last poll of the site.</param>
    /// <param name="usual">How long the content usually takes; null when it has never run here.</param>
    public DateTimeOffset NextPoll(DateTimeOffset since, DateTimeOffset lastPoll, TimeSpan? usual)
    {
        var from = lastPoll > since ? lastPoll : since;
        return from + Interval(from - since, usual);
    }

    /// <summary>The soonest poll after another.</summary>
    public DateTimeOffset Soonest(DateTimeOffset lastPoll) => lastPoll + min;

    private TimeSpan Interval(TimeSpan age, TimeSpan? usual)
    {
        if (usual is not { } expected)
        {
            // Doubles the age from poll to poll: the detection lags behind a short job by at most its own length.
            return Clamp(age);
        }

        if (age == TimeSpan.Zero)
        {
            // Soon enough to see it run, and late enough to see all that were asked for in one go.
            return Clamp(expected * 0.02);
        }

        // Spread so that one poll falls a little behind the usual end, which most runs keep to, and sees whatever was begun
        // a little later as well; then slower with the delay.
        var margin = Clamp(expected * 0.01);
        var left = expected + margin - age;
        return Clamp(left > TimeSpan.Zero ? left / Math.Max(1, Math.Ceiling((left - margin) / max)) : -left);
    }

    private TimeSpan Clamp(TimeSpan interval) => interval < min ? min : interval > max ? max : interval;
}
