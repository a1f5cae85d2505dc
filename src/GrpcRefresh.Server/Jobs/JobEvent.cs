using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs;

/// <summary>One event of a watch.</summary>
internal sealed record JobEvent(WatchEvent Event, JobRecord? Job, string ResumeToken)
{
    /// <summary>What one job's watch is told of a change.</summary>
    public static JobEvent ChangeOf(JobRecord job) => new(job.IsEnded ? WatchEvent.Terminal : WatchEvent.Update, job, Jobs.ResumeToken.After(job));
}
