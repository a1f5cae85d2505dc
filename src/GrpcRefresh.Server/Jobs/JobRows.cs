using Dapper;
using GrpcRefresh.Server.Audit;
using GrpcRefresh.V1;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Single jobs in the database. Nothing here begins or ends a transaction.</summary>
internal static class JobRows
{
    public static JobRecord? Get(SqliteConnection db, string jobId) =>
        Parse(db.QuerySingleOrDefault<string>("select document from jobs where job_id = @jobId", new { jobId }));

    public static (JobRecord? Head, JobRecord? FollowUp) InLane(SqliteConnection db, Lane lane)
    {
        var jobs = db.Query<(long Slot, string Document)>(
            "select slot, document from jobs where server = @server and site = @site and type = @type and luid = @luid and slot is not null",
            Parameters(lane)).ToDictionary(row => row.Slot, row => JobJson.Read(row.Document));
        return (jobs.GetValueOrDefault(0), jobs.GetValueOrDefault(1));
    }

    public static IReadOnlyList<JobRecord> Active(SqliteConnection db, SiteKey site) =>
        [.. db.Query<string>(
            "select document from jobs where server = @Server and site = @ContentUrl and slot is not null order by create_ms, job_id",
            site).Select(JobJson.Read)];

    public static IReadOnlyList<SiteKey> ActiveSites(SqliteConnection db) =>
        [.. db.Query<(string Server, string Site)>(
            "select distinct server, site from jobs where slot is not null and kind <> @rotation", new { rotation = (int)JobKind.Rotation })
            .Select(row => new SiteKey(row.Server, row.Site))];

    public static IReadOnlyList<JobRecord> ActiveRotations(SqliteConnection db) =>
        [.. db.Query<string>(
            "select document from jobs where slot is not null and kind = @rotation order by create_ms, job_id",
            new { rotation = (int)JobKind.Rotation }).Select(JobJson.Read)];

    public static void Insert(SqliteConnection db, JobRecord job, int slot)
    {
        var document = JobJson.Write(job);
        db.Execute(
            """
            insert into jobs (job_id, kind, state, server, site, type, luid, slot, revision, create_ms, document)
            values (@jobId, @kind, @state, @server, @site, @type, @luid, @slot, @revision, @createMs, @document)
            """,
            new
            {
                jobId = job.JobId,
                kind = (int)job.Kind,
                state = (int)job.State,
                server = job.Item.Site.Server,
                site = job.Item.Site.ContentUrl,
                type = (int)job.Item.Type,
                luid = job.Item.Luid,
                slot,
                revision = job.Revision,
                createMs = job.CreateTime.ToUnixTimeMilliseconds(),
                document,
            });
        AppendEvent(db, job, document);
        db.Execute(
            "insert into job_labels (job_id, name, value) values (@jobId, @name, @value)",
            job.Labels.Select(label => new { jobId = job.JobId, name = label.Key, value = label.Value }));
    }

    /// <summary>Writes the next revision and its rows of the audit; a job that leaves its lane makes room for its follow-up.</summary>
    public static (JobRecord Job, IReadOnlyList<JobRecord> Changed) Update(
        SqliteConnection db, JobRecord before, JobRecord after, DateTimeOffset now, AuditNote? note = null)
    {
        if (after.State != before.State && !JobStates.MayFollow(before.Kind, before.State, after.State))
        {
            throw new InvalidOperationException($"Job {before.JobId} cannot go from {before.State} to {after.State}.");
        }

        after = after with { Revision = before.Revision + 1, UpdateTime = now };
        foreach (var entry in JobAudit.Of(before, after, note))
        {
            AuditRows.Append(db, entry, now);
        }

        var moved = after.Lane != before.Lane;
        AppendEvent(db, after, JobJson.Write(after));
        // What a revision changed belongs to its event: from the job as it stands the next revision would repeat it.
        var document = JobJson.Write(after with { ChangedSteps = [] });
        db.Execute(
            """
            update jobs set state = @state, server = @server, site = @site, type = @type, luid = @luid,
                            slot = case when @ended then null when @moved then 0 else slot end,
                            revision = @revision, start_ms = @startMs, end_ms = @endMs, settle_ms = coalesce(settle_ms, @settleMs),
                            tableau_job_id = @tableauJobId, document = @document
            where job_id = @jobId
            """,
            new
            {
                jobId = after.JobId,
                state = (int)after.State,
                server = after.Item.Site.Server,
                site = after.Item.Site.ContentUrl,
                type = (int)after.Item.Type,
                luid = after.Item.Luid,
                moved,
                ended = after.IsEnded,
                revision = after.Revision,
                startMs = after.StartTime?.ToUnixTimeMilliseconds(),
                endMs = after.EndTime?.ToUnixTimeMilliseconds(),
                settleMs = after.IsEnded ? now.ToUnixTimeMilliseconds() : (long?)null,
                tableauJobId = after.TableauJobId,
                document,
            });
        if (before.IsEnded || !(after.IsEnded || moved))
        {
            return (after, [after]);
        }

        // The follow-up is announced unchanged: whoever drives the lane learns that it is next.
        var next = Promote(db, before.Lane);
        return (after, next is null ? [after] : [after, next]);
    }

    public static IReadOnlyList<JobRecord>? EventsAfter(SqliteConnection db, string jobId, long revision)
    {
        var events = db.Query<string>(
            "select document from job_events where job_id = @jobId and revision > @revision order by revision",
            new { jobId, revision }).Select(JobJson.Read).ToList();
        return events.Count == 0 || events[0].Revision == revision + 1 ? events : null;
    }

    public static IReadOnlyList<TimeSpan> RecentRunTimes(SqliteConnection db, Lane lane) =>
        [.. db.Query<long>(
            """
            select end_ms - start_ms from jobs
            where luid = @luid and server = @server and site = @site and type = @type
              and state = @succeeded and start_ms is not null and end_ms >= start_ms
            order by end_ms desc limit 5
            """,
            new { luid = lane.Luid, server = lane.Site.Server, site = lane.Site.ContentUrl, type = (int)lane.Type, succeeded = (int)JobState.Succeeded })
            .Select(ms => TimeSpan.FromMilliseconds(ms))];

    /// <summary>When the content was last seen to be refreshed with success, and when without.</summary>
    public static (DateTimeOffset? Success, DateTimeOffset? Failure) LastEnds(SqliteConnection db, Lane lane)
    {
        var ends = db.Query<(long State, long EndMs)>(
            """
            select state, max(end_ms) from jobs
            where luid = @luid and server = @server and site = @site and type = @type and state in (@succeeded, @failed) and end_ms is not null
            group by state
            """,
            new
            {
                luid = lane.Luid,
                server = lane.Site.Server,
                site = lane.Site.ContentUrl,
                type = (int)lane.Type,
                succeeded = (int)JobState.Succeeded,
                failed = (int)JobState.Failed,
            }).ToDictionary(end => (JobState)end.State, end => DateTimeOffset.FromUnixTimeMilliseconds(end.EndMs));
        return (End(JobState.Succeeded), End(JobState.Failed));

        DateTimeOffset? End(JobState state) => ends.TryGetValue(state, out var end) ? end : null;
    }

    public static bool KnowsTableauJob(SqliteConnection db, string tableauJobId) =>
        db.ExecuteScalar<bool>("select exists (select 1 from jobs where tableau_job_id = @tableauJobId)", new { tableauJobId });

    private static JobRecord? Promote(SqliteConnection db, Lane lane) =>
        Parse(db.QuerySingleOrDefault<string>(
            "update jobs set slot = 0 where server = @server and site = @site and type = @type and luid = @luid and slot = 1 returning document",
            Parameters(lane)));

    private static void AppendEvent(SqliteConnection db, JobRecord job, string document) =>
        db.Execute(
            "insert into job_events (job_id, revision, document) values (@jobId, @revision, @document)",
            new { jobId = job.JobId, revision = job.Revision, document });

    private static object Parameters(Lane lane) =>
        new { server = lane.Site.Server, site = lane.Site.ContentUrl, type = (int)lane.Type, luid = lane.Luid };

    private static JobRecord? Parse(string? document) => document is null ? null : JobJson.Read(document);
}
