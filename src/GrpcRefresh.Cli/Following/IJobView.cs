using GrpcRefresh.Client;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Following;

/// <summary>Shows jobs while they are followed.</summary>
internal interface IJobView
{
    /// <summary>Shows what happens while <paramref name="following"/> runs, beginning with what is known of the jobs already.</summary>
    Task DuringAsync(IReadOnlyList<Job> known, Func<Task> following);

    /// <summary>A job is new or has changed.</summary>
    void Show(JobUpdate update);

    /// <summary>What was shown is no longer known to be so; what is comes next.</summary>
    void Forget();
}
