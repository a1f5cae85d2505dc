using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc;

/// <summary>Events of a watch as the contract shows them.</summary>
internal static class WatchMessages
{
    public static WatchJobResponse OfJob(JobEvent happened) =>
        new() { Event = happened.Event, Job = JobOf(happened), ResumeToken = happened.ResumeToken };

    public static WatchJobsResponse OfJobs(JobEvent happened) =>
        new() { Event = happened.Event, Job = JobOf(happened), ResumeToken = happened.ResumeToken };

    private static Job? JobOf(JobEvent happened) => happened.Job is { } job ? JobMessages.Of(job) : null;
}
