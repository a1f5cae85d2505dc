using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.V1;
using Duration = Google.Protobuf.WellKnownTypes.Duration;

namespace GrpcRefresh.FunctionalTests.Rotation.Tokens;

/// <summary>What happens in a rotation in which the service is killed, and how it may end.</summary>
internal sealed record TokenKillStory(string Name)
{
    public Action<TokenWorld> Prepare { get; init; } = _ => { };

    public TimeSpan Overlap { get; init; }

    /// <summary>Somebody cancels it when the service is back.</summary>
    public bool IsCancelled { get; init; }

    public IReadOnlyList<(JobState Job, RotationTokenState Token)> Ends { get; init; } = [(JobState.Succeeded, RotationTokenState.Replaced)];

    /// <summary>The old token goes at once.</summary>
    public static TokenKillStory Plain => new("plain");

    /// <summary>The old token goes when nobody has used it for a while, by a history that is late.</summary>
    public static TokenKillStory Waiting => new("waiting")
    {
        Overlap = TimeSpan.FromSeconds(1),
        Prepare = world => world.Snowflake.Settings.UsageLatency = TimeSpan.FromMilliseconds(500),
    };

    /// <summary>Tableau keeps the old secret, whatever it says.</summary>
    public static TokenKillStory FailingCanary => new("failing canary")
    {
        Prepare = world => world.Tableau.Faults.Add(new Fault { Method = "PUT", Path = "/sites/*/*/*/connections/**", Kind = FaultKind.KeepOldSecret }),
        Ends = [(JobState.Failed, RotationTokenState.BothValid)],
    };

    public static TokenKillStory Cancelled => new("cancelled")
    {
        IsCancelled = true,
        Ends =
        [
            (JobState.Cancelled, RotationTokenState.Withdrawn),
            (JobState.Cancelled, RotationTokenState.BothValid),
            (JobState.Cancelled, RotationTokenState.Replaced),
            (JobState.Succeeded, RotationTokenState.Replaced),
        ],
    };

    public RotateConnectionCredentialsRequest Request() => TokenWorld.Request(order => order.Overlap = Duration.FromTimeSpan(Overlap));
}
