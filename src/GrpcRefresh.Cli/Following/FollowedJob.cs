using GrpcRefresh.Client;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Following;

/// <summary>One job that is followed, and how that ended: with the job's end, in a refusal, or not at all.</summary>
internal sealed class FollowedJob
{
    private readonly Func<GrpcRefreshClient, CancellationToken, IAsyncEnumerable<JobUpdate>> _watch;

    public FollowedJob(Job job, string resumeToken = "")
        : this(job, (client, cancellationToken) => client.WatchAsync(job.JobId, resumeToken, cancellationToken))
    {
    }

    /// <summary>A rotation with all its steps.</summary>
    public FollowedJob(RotateConnectionCredentialsResponse started)
        : this(started.Job, (client, cancellationToken) => client.WatchRotationAsync(started, cancellationToken)) => Keep(started.Plan.Steps);

    private FollowedJob(Job job, Func<GrpcRefreshClient, CancellationToken, IAsyncEnumerable<JobUpdate>> watch) => (Last, _watch) = (job, watch);

    /// <summary>The job as it was last seen.</summary>
    public Job Last { get; private set; }

    /// <summary>The steps of a rotation as they were last seen, by number.</summary>
    public SortedDictionary<int, RotationStep> Steps { get; } = [];

    public GrpcRefreshException? Problem { get; private set; }

    /// <summary>Whether the caller, or the time, ended it.</summary>
    public bool IsAbandoned { get; private set; }

    public async Task FollowAsync(GrpcRefreshClient client, IJobView view, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var update in _watch(client, cancellationToken))
            {
                Last = update.Job;
                Keep(update.ChangedSteps);
                view.Show(update);
            }

            // The service ends the stream with the job. After the token of its end there is nothing left to tell.
            Last = Last.HasEnded() ? Last : await client.GetAsync(Last.JobId, cancellationToken);
        }
        catch (GrpcRefreshException e)
        {
            Problem = e;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            IsAbandoned = true;
        }
    }

    public ExitCode Code(ExitCode abandoned) =>
        Problem is { } problem ? ExitCodes.Of(problem)
        : IsAbandoned ? abandoned
        : ExitCodes.Of(Last);

    private void Keep(IEnumerable<RotationStep> steps)
    {
        foreach (var step in steps)
        {
            Steps[step.Number] = step;
        }
    }
}
