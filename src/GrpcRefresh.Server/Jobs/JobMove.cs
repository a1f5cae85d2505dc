using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.V1;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Moves a job to other content inside one write, so that nobody else takes the place meanwhile.</summary>
internal static class JobMove
{
    private static readonly AuditNote Gone = new(AuditOutcome.Refused, "Tableau no longer has the content; another of its name takes its place");

    public static (bool Moved, IReadOnlyList<JobRecord> Changed) Move(SqliteConnection db, string jobId, CatalogItem item, TimeSpan pause, DateTimeOffset now)
    {
        var job = JobRows.Get(db, jobId);
        if (job is not { State: JobState.Submitting })
        {
            return (false, []);
        }

        var queued = job with
        {
            State = JobState.Queued,
            Drive = job.Drive with { PostedAt = null, MissingSince = null, NotBefore = now, TurnedAway = job.Drive.TurnedAway + 1 },
        };
        var isTaken = JobRows.InLane(db, new Lane(item.Site, item.Type, item.Luid)).Head is not null;
        var moved = isTaken
            ? queued with { Drive = queued.Drive with { NotBefore = now + pause } }
            : queued with { Item = item, Drive = queued.Drive with { Retargeted = true } };
        return (true, JobRows.Update(db, job, moved, now, Gone).Changed);
    }
}
