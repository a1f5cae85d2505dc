using GrpcRefresh.Client;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Following;

/// <summary>One job that is followed, and how that ended: with the job's end, in a refusal, or not at all.</summary>
internal sealed class FollowedJob(Job job, string resumeToken = "")
{
    /// <summary>The job as it was last seen.</summary>
    public Job Last { get; private set; } = job;

    public GrpcRefreshException? Problem { get; private set; }

    /// <summary>Whether the caller, or the time, ended it.</summary>
    public bool IsAbandoned { get; private set; }

    public async Task FollowAsync(GrpcRefreshClient client, IJobView view, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var update in client.WatchAsync(Last.JobId, resumeToken, cancellationToken))
            {
                Last = update.Job;
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
}
