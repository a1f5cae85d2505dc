using System.Runtime.CompilerServices;
using Google.Protobuf.WellKnownTypes;
using GrpcRefresh.V1;

namespace GrpcRefresh.Client.Watching;

/// <summary>Follows jobs through every interruption.</summary>
internal sealed class JobWatching(JobService.JobServiceClient jobs, GrpcRefreshClientOptions options, Reconnecting streams)
{
    /// <summary>One job's changes, each revision once.</summary>
    public async IAsyncEnumerable<JobUpdate> OneAsync(string jobId, string resumeToken, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Starting over without a token begins with a snapshot, which may be older than what was told already.
        var told = 0L;
        var events = streams.ReadAsync(
            (token, call) => jobs.WatchJob(new WatchJobRequest { JobId = jobId, ResumeToken = token, Heartbeat = Heartbeat }, call),
            resumeToken,
            happened => happened.ResumeToken,
            cancellationToken);
        await foreach (var happened in events.ConfigureAwait(false))
        {
            if (happened.Job is { } job && job.Revision > told)
            {
                told = job.Revision;
                yield return new JobUpdate(happened.Event, job, happened.ResumeToken) { ChangedSteps = happened.ChangedSteps };
            }
        }
    }

    /// <summary>The state of many jobs. Whoever starts over is told so: by the service, or here while it has given no token yet.</summary>
    public async IAsyncEnumerable<JobsUpdate> ManyAsync(JobFilter filter, string resumeToken, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool told = false, startsOver = false;
        var events = streams.ReadAsync(
            (token, call) =>
            {
                startsOver = told && token.Length == 0;
                return jobs.WatchJobs(new WatchJobsRequest { Filter = filter, ResumeToken = token, Heartbeat = Heartbeat }, call);
            },
            resumeToken,
            happened => happened.ResumeToken,
            cancellationToken);
        await foreach (var happened in events.ConfigureAwait(false))
        {
            if (startsOver)
            {
                startsOver = false;
                yield return new JobsUpdate(WatchEvent.Reset, null, "");
            }

            told = true;
            if (happened.Job is not null || happened.Event == WatchEvent.Reset)
            {
                yield return new JobsUpdate(happened.Event, happened.Job, happened.ResumeToken);
            }
        }
    }

    private Duration Heartbeat => Duration.FromTimeSpan(options.WatchHeartbeat);
}
