using GrpcRefresh.Client;

namespace GrpcRefresh.Cli.Following;

/// <summary>Shows jobs while they are followed.</summary>
internal interface IJobView
{
    /// <summary>Shows what happens while <paramref name="following"/> runs.</summary>
    Task DuringAsync(Func<Task> following);

    /// <summary>A job is new or has changed.</summary>
    void Show(JobUpdate update);

    /// <summary>What was shown is no longer known to be so; what is comes next.</summary>
    void Forget();
}
