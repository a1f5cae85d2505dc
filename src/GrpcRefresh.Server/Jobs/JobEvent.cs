using System.Runtime.CompilerServices;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs;

/// <summary>One event of a watch.</summary>
/// <remarks>A watch keeps its last event for as long as it is silent, so all who stand at the same record share one.</remarks>
internal sealed record JobEvent(WatchEvent Event, JobRecord? Job, string ResumeToken)
{
    private static readonly ConditionalWeakTable<JobRecord, JobEvent> Snapshots = [];
    private static readonly ConditionalWeakTable<JobRecord, JobEvent> Bookmarks = [];

    /// <summary>What one job's watch is told of a change.</summary>
    public static JobEvent ChangeOf(JobRecord job) => new(job.IsEnded ? WatchEvent.Terminal : WatchEvent.Update, job, Jobs.ResumeToken.After(job));

    /// <summary>What one job's watch begins with.</summary>
    public static JobEvent SnapshotOf(JobRecord job) =>
        Snapshots.GetValue(job, static job => new JobEvent(WatchEvent.Snapshot, job, Jobs.ResumeToken.After(job)));

    /// <summary>What breaks the silence of one job's watch.</summary>
    public static JobEvent BookmarkAt(JobRecord job) =>
        Bookmarks.GetValue(job, static job => new JobEvent(WatchEvent.Bookmark, null, Jobs.ResumeToken.After(job)));
}
