using System.Runtime.CompilerServices;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc;

/// <summary>Events of a watch as the contract shows them.</summary>
/// <remarks>All watchers of a job are handed the same event, so its message is built once, as the job's own is.</remarks>
internal static class WatchMessages
{
    private static readonly ConditionalWeakTable<JobEvent, WatchJobResponse> Built = [];

    public static WatchJobResponse OfJob(JobEvent happened) => Built.GetValue(happened, static happened => new()
    {
        Event = happened.Event,
        Job = JobOf(happened),
        ResumeToken = happened.ResumeToken,
        ChangedSteps = { ChangedBy(happened).Select(RotationMessages.StepOf) },
    });

    public static WatchJobsResponse OfJobs(JobEvent happened) =>
        new() { Event = happened.Event, Job = JobOf(happened), ResumeToken = happened.ResumeToken };

    /// <summary>A snapshot is no change, though it may be made of the record of one.</summary>
    private static IReadOnlyList<RotationStepRecord> ChangedBy(JobEvent happened) =>
        happened.Event is WatchEvent.Update or WatchEvent.Terminal && happened.Job is { } job ? job.ChangedSteps : [];

    private static Job? JobOf(JobEvent happened) => happened.Job is { } job ? JobMessages.Of(job) : null;
}
