using Dapper;
using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Storage;
using GrpcRefresh.V1;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Jobs;

/// <summary>The jobs and their events on disk. Every change is announced in the order of the commits.</summary>
internal sealed class JobStore(SqliteDatabase database, JobFeed feed, TimeProvider time)
{
    private readonly ActiveJobs _active = new();

    /// <summary>Records a request: answers a repeated one, joins a job that will do, or makes a new one.</summary>
    public Task<Enrolment> EnrolAsync(JobRequest request, int maxActive, CancellationToken ct) =>
        database.WriteAsync(
            db => new JobEnrolment(db, Now()).Enrol(request, mayCreate: _active.Count(db) < maxActive, maxActive),
            enrolment => Announce(enrolment.Changed),
            ct);

    /// <summary>Records a rotation, QUEUED, or answers a repeated request.</summary>
    /// <param name="also">
    /// What else belongs to the new job's commit; not called for a repeated request. What it throws undoes the job, and is what
    /// the caller hears.
    /// </param>
    public Task<Enrolment> EnrolRotationAsync(
        RotationEnrolment request, int maxActive, Action<SqliteConnection, JobRecord> also, CancellationToken ct) =>
        database.WriteAsync(
            db => new JobEnrolment(db, Now()).Enrol(request, mayCreate: _active.Count(db) < maxActive, maxActive, also),
            enrolment => Announce(enrolment.Changed),
            ct);

    /// <summary>Withdraws a request.</summary>
    public Task<Withdrawal> WithdrawAsync(WithdrawalRequest request, CancellationToken ct) =>
        database.WriteAsync(
            db => new JobWithdrawal(db, Now()).Withdraw(request),
            withdrawal => Announce(withdrawal.Changed),
            ct);

    /// <summary>
    /// Changes a job under a runner's epoch and answers the job as it then stands. <paramref name="change"/> is a pure
    /// function of the present record; returning that same record changes nothing.
    /// </summary>
    /// <exception cref="EpochLostException">Another runner has taken over.</exception>
    public Task<JobRecord> ChangeAsync(RunEpoch epoch, string jobId, Func<JobRecord, JobRecord> change, CancellationToken ct) =>
        ChangeAsync(epoch, jobId, change, note: null, also: null, ct);

    /// <param name="note">What the audit is to say of a submission that this change ends.</param>
    /// <inheritdoc cref="ChangeAsync(RunEpoch, string, Func{JobRecord, JobRecord}, CancellationToken)"/>
    public Task<JobRecord> ChangeAsync(RunEpoch epoch, string jobId, Func<JobRecord, JobRecord> change, AuditNote? note, CancellationToken ct) =>
        ChangeAsync(epoch, jobId, change, note, also: null, ct);

    /// <summary>The same, with what else belongs to the commit of the job's next revision.</summary>
    /// <param name="also">Not called when the job does not change. What it throws undoes the change.</param>
    /// <exception cref="EpochLostException">Another runner has taken over.</exception>
    public Task<JobRecord> ChangeAsync(
        RunEpoch epoch, string jobId, Func<JobRecord, JobRecord> change, Action<SqliteConnection> also, CancellationToken ct) =>
        ChangeAsync(epoch, jobId, change, note: null, also, ct);

    private async Task<JobRecord> ChangeAsync(
        RunEpoch epoch, string jobId, Func<JobRecord, JobRecord> change, AuditNote? note, Action<SqliteConnection>? also, CancellationToken ct)
    {
        var (job, _) = await database.WriteAsync(
            db =>
            {
                epoch.Check(db);
                var before = JobRows.Get(db, jobId) ?? throw new InvalidOperationException($"Job {jobId} is gone.");
                var after = change(before);
                if (ReferenceEquals(before, after) || before.IsEnded && after.State != before.State)
                {
                    return (before, Changed: (IReadOnlyList<JobRecord>)[]);
                }

                var updated = JobRows.Update(db, before, after, Now(), note);
                also?.Invoke(db);
                return updated;
            },
            result => Announce(result.Changed),
            ct);
        return job;
    }

    /// <summary>
    /// Gives a SUBMITTING job other content and puts it back in line. While that content's own line is taken, the job waits
    /// where it is and tries again after the pause.
    /// </summary>
    public async Task<bool> MoveAsync(RunEpoch epoch, string jobId, CatalogItem item, TimeSpan pause, CancellationToken ct)
    {
        var (moved, _) = await database.WriteAsync(
            db =>
            {
                epoch.Check(db);
                return JobMove.Move(db, jobId, item, pause, Now());
            },
            result => Announce(result.Changed),
            ct);
        return moved;
    }

    /// <summary>Writes down under a runner's epoch what changes no job, before or after it is done.</summary>
    /// <exception cref="EpochLostException">Another runner has taken over.</exception>
    public Task AuditAsync(RunEpoch epoch, AuditEntry entry, CancellationToken ct) =>
        database.WriteAsync(
            db =>
            {
                epoch.Check(db);
                return AuditRows.Append(db, entry, Now());
            },
            _ => { },
            ct);

    /// <summary>Starts a runner: from now on only its writes count.</summary>
    public Task<long> StartRunnerAsync(string name, CancellationToken ct) =>
        database.WriteAsync(
            db => db.ExecuteScalar<long>(
                "insert into runners (name, epoch) values (@name, 1) on conflict (name) do update set epoch = epoch + 1 returning epoch",
                new { name }),
            _ => { },
            ct);

    public Task<bool> IsCurrentAsync(RunEpoch epoch, CancellationToken ct) => database.ReadAsync(epoch.IsCurrent, ct);

    public Task<JobRecord?> FindAsync(string jobId, CancellationToken ct) =>
        database.ReadAsync(db => JobRows.Get(db, jobId), ct);

    public Task<(JobRecord? Head, JobRecord? FollowUp)> InLaneAsync(Lane lane, CancellationToken ct) =>
        database.ReadAsync(db => JobRows.InLane(db, lane), ct);

    /// <summary>The answer to a request_id that was seen before; null when it was not.</summary>
    public Task<Enrolment?> FindRequestAsync(JobKind kind, string requestId, string fingerprint, CancellationToken ct) =>
        database.ReadAsync(db => JobEnrolment.Replay(db, kind, requestId, fingerprint), ct);

    public Task<IReadOnlyList<JobRecord>> ActiveAsync(SiteKey site, CancellationToken ct) =>
        database.ReadAsync(db => JobRows.Active(db, site), ct);

    /// <summary>The sites that have refreshes to drive.</summary>
    public Task<IReadOnlyList<SiteKey>> ActiveSitesAsync(CancellationToken ct) =>
        database.ReadAsync(JobRows.ActiveSites, ct);

    /// <summary>The rotations that have not ended, oldest first.</summary>
    public Task<IReadOnlyList<JobRecord>> ActiveRotationsAsync(CancellationToken ct) =>
        database.ReadAsync(JobRows.ActiveRotations, ct);

    /// <summary>A page of jobs, newest first.</summary>
    /// <param name="after">The last job of the page before.</param>
    /// <param name="activeOrSettledSinceMs">Only jobs that are active, or of whose end we learnt at or after this time.</param>
    public Task<IReadOnlyList<JobRecord>> ListAsync(
        JobQuery query, int limit, (long CreateMs, string JobId)? after, long? activeOrSettledSinceMs, CancellationToken ct) =>
        database.ReadAsync(db => JobSearch.Run(db, query, limit, after, activeOrSettledSinceMs), ct);

    /// <summary>The events after a revision, in order; null when some of them are no longer kept.</summary>
    public Task<IReadOnlyList<JobRecord>?> EventsAfterAsync(string jobId, long revision, CancellationToken ct) =>
        database.ReadAsync(db => JobRows.EventsAfter(db, jobId, revision), ct);

    /// <summary>How long the last successful runs of some content took, newest first.</summary>
    public Task<IReadOnlyList<TimeSpan>> RecentRunTimesAsync(Lane lane, CancellationToken ct) =>
        database.ReadAsync(db => JobRows.RecentRunTimes(db, lane), ct);

    /// <summary>When some content was last seen to be refreshed with success, and when without.</summary>
    public Task<(DateTimeOffset? Success, DateTimeOffset? Failure)> LastEndsAsync(Lane lane, CancellationToken ct) =>
        database.ReadAsync(db => JobRows.LastEnds(db, lane), ct);

    /// <summary>Whether some job here is, or was, that job of Tableau's.</summary>
    public Task<bool> KnowsTableauJobAsync(string tableauJobId, CancellationToken ct) =>
        database.ReadAsync(db => JobRows.KnowsTableauJob(db, tableauJobId), ct);

    /// <summary>Deletes the jobs that ended before a time, some at once; answers how many, and how many of them had no place in the log of outcomes yet.</summary>
    /// <param name="kept">How many of the latter are kept, the newest.</param>
    public Task<(int Deleted, int Unlogged)> PurgeAsync(DateTimeOffset endedBefore, int kept, CancellationToken ct) =>
        database.WriteAsync(db => JobPurge.Delete(db, endedBefore, kept), _ => { }, ct);

    /// <summary>The database keeps whole milliseconds, so that is all a record holds.</summary>
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    private void Announce(IReadOnlyList<JobRecord> changed)
    {
        foreach (var job in changed)
        {
            _active.Note(job);
            feed.Publish(job);
        }
    }
}
