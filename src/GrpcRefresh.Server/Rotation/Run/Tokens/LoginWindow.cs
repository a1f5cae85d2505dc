using GrpcRefresh.Server.Jobs;

namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>The time in which a refresh signed in to Snowflake, and hardly anything else did.</summary>
/// <remarks>
/// It ends when the end was learnt here, which is a poll later than it was. It begins when Tableau began to run it, by Tableau's clock in whole seconds, and at the
/// earliest when it was asked for here: it may have waited for long, while others still signed in with the old secret.
/// </remarks>
internal readonly record struct LoginWindow(DateTimeOffset Since, DateTimeOffset Until)
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    // The database keeps milliseconds, and Snowflake's clock is not ours.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    public static LoginWindow Of(JobRecord refresh)
    {
        var begun = refresh.StartTime - Skew;
        return new LoginWindow(begun > refresh.CreateTime ? begun.Value : refresh.CreateTime, refresh.UpdateTime + Slack);
    }
}
