using GrpcRefresh.Server.Jobs;

namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>The time in which a refresh signed in to Snowflake: narrowly, to count what speaks for it, and widely, to count what speaks against it.</summary>
/// <remarks>
/// It ends when the end was learnt here, which is a poll later than it was. It begins when Tableau began to run it, by Tableau's clock in whole seconds, and at the
/// earliest when it was asked for here: it may have waited for long, while others still signed in with the old secret. Snowflake's clock is a third one, so the old
/// secret may show up a little outside; the new one does so, too, but then proves nothing, because it may be another connection's.
/// </remarks>
/// <param name="Earliest">From when on a login with something else may be this refresh's.</param>
/// <param name="Latest">Until when it may.</param>
internal readonly record struct LoginWindow(DateTimeOffset Since, DateTimeOffset Until, DateTimeOffset Earliest, DateTimeOffset Latest)
{
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(5);

    // The database keeps milliseconds.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    /// <param name="skew">By how much clocks may differ.</param>
    public static LoginWindow Of(JobRecord refresh, TimeSpan skew)
    {
        var begun = refresh.StartTime - Rounding;
        var since = begun > refresh.CreateTime ? begun.Value : refresh.CreateTime;
        var until = refresh.UpdateTime + Slack;
        return new LoginWindow(since, until, since - skew, until + skew);
    }
}
