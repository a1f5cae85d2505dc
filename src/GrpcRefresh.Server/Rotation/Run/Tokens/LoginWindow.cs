using GrpcRefresh.Server.Jobs;

namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>The time in which a refresh signed in to Snowflake, and hardly anything else did.</summary>
internal readonly record struct LoginWindow(DateTimeOffset Since, DateTimeOffset Until)
{
    // Several clocks are compared here, and the database rounds.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    /// <summary>From when Tableau began to run it until its end was learnt here, which is a poll later than it ended.</summary>
    public static LoginWindow Of(JobRecord refresh) => new(refresh.StartTime ?? refresh.CreateTime, refresh.UpdateTime + Slack);
}
