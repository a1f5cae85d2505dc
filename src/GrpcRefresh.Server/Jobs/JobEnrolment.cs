using Dapper;
using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.V1;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Records a request inside one write: everything is decided on what the commit will see.</summary>
internal sealed class JobEnrolment(SqliteConnection db, DateTimeOffset now)
{
    public Enrolment Enrol(JobRequest request, bool mayCreate, int maxActive)
    {
        if (request.RequestId is { } id && Replay(db, JobKind.Refresh, id, request.Fingerprint) is { } replay)
        {
            return replay;
        }

        var (head, followUp) = JobRows.InLane(db, new Lane(request.Item.Site, request.Item.Type, request.Item.Luid));
        // What proves a rotation is let in whatever waits: the rotation itself may be what all the others wait for.
        mayCreate |= request.PassesHoldOf is not null;
        return LaneDecision.Decide(head, followUp, request.Mode, request.Freshness) switch
        {
            LaneVerdict.Start or LaneVerdict.Queue when !mayCreate => throw Busy(maxActive),
            LaneVerdict.Start => Create(request, slot: 0, Disposition.Started),
            LaneVerdict.Queue => Create(request, slot: 1, Disposition.Queued),
            LaneVerdict.JoinHead => Join(request, head!),
            LaneVerdict.JoinFollowUp => Join(request, followUp!),
            _ => throw AlreadyRunning(head!),
        };
    }

    /// <summary>Records a rotation: a repeated request is answered, any other makes a job.</summary>
    /// <param name="also">What else belongs to the new job's commit; a refusal from there undoes all of it.</param>
    public Enrolment Enrol(RotationEnrolment request, bool mayCreate, int maxActive, Action<SqliteConnection, JobRecord> also)
    {
        if (request.RequestId is { } id && Replay(db, JobKind.Rotation, id, request.Fingerprint) is { } replay)
        {
            return replay;
        }

        if (!mayCreate)
        {
            throw Busy(maxActive);
        }

        var job = NewJob(request, NewJobId(), now);
        JobRows.Insert(db, job, slot: 0);
        JobJoins.Add(db, job.JobId, request.RequestId, request.Fingerprint, request.Caller, now);
        also(db, job);
        return new Enrolment(job, Disposition.Started, [job]);
    }

    public static Enrolment? Replay(SqliteConnection db, JobKind kind, string requestId, string fingerprint)
    {
        var seen = db.QuerySingleOrDefault<(string JobId, string Fingerprint)?>(
            "select job_id, fingerprint from joins where request_id = @requestId", new { requestId });
        if (seen is not { } join)
        {
            return null;
        }

        var job = JobRows.Get(db, join.JobId)!;
        if (join.Fingerprint != fingerprint || job.Kind != kind)
        {
            throw new RefusedException(new Failure(
                ErrorReason.RequestIdReused,
                $"request_id {requestId} was used before with another body, or by another caller. Repeat the same body, or take a new id for a new request.")
            {
                Metadata = new Dictionary<string, string> { ["request_id"] = requestId },
            });
        }

        return new Enrolment(job, Disposition.Replayed, []);
    }

    public static RefusedException AlreadyRunning(JobRecord active) => new(new Failure(
        ErrorReason.AlreadyRunning,
        $"A refresh of '{active.Item.Name}' is already active: job {active.JobId}. Watch that job, or ask with another freshness.")
    {
        Metadata = new Dictionary<string, string> { ["job_id"] = active.JobId },
    });

    /// <summary>The job that a request would make.</summary>
    public static JobRecord NewJob(JobRequest request, string jobId, DateTimeOffset now) =>
        NewJob(JobKind.Refresh, request.Item, request.Mode, jobId, request.Caller, request.OnBehalfOf, request.Labels, now) with
        {
            Drive = new JobDrive
            {
                Reference = request.Reference,
                ForeignWelcome = request.Freshness == Freshness.JoinActive,
                ForeignRefused = request.Freshness == Freshness.RejectIfActive,
                PassesHoldsOf = request.PassesHoldOf is { } holder ? [holder] : null,
                TraceParent = request.TraceParent,
            },
        };

    /// <summary>The job that a rotation would make.</summary>
    public static JobRecord NewJob(RotationEnrolment request, string jobId, DateTimeOffset now) =>
        NewJob(JobKind.Rotation, CatalogItem.Many(jobId), RefreshMode.Unspecified, jobId, request.Caller, request.OnBehalfOf, request.Labels, now) with
        {
            Sites = request.Sites,
            Rotation = request.Tally with { Tokens = request.TokensOf(jobId) },
            Drive = new JobDrive { TraceParent = request.TraceParent },
        };

    private static JobRecord NewJob(
        JobKind kind, CatalogItem item, RefreshMode mode, string jobId, string caller, OnBehalf? onBehalfOf, IReadOnlyDictionary<string, string> labels, DateTimeOffset now) => new()
        {
            JobId = jobId,
            Kind = kind,
            State = JobState.Queued,
            Item = item,
            Mode = mode,
            Revision = 1,
            CreateTime = now,
            UpdateTime = now,
            RequestedBy = caller,
            OnBehalfOf = onBehalfOf,
            Labels = labels,
            JoinCount = 1,
        };

    private static RefusedException Busy(int maxActive) => RefusedException.AtBound(
        ErrorReason.ServiceBusy,
        $"{maxActive} jobs are active, which is this service's limit. Try again later.",
        $"{JobsOptions.Section}:{nameof(JobsOptions.MaxActive)}",
        maxActive,
        TimeSpan.FromSeconds(30));

    private Enrolment Create(JobRequest request, int slot, Disposition disposition)
    {
        var job = NewJob(request, NewJobId(), now);
        JobRows.Insert(db, job, slot);
        AddJoin(request, job, disposition);
        return new Enrolment(job, disposition, [job]);
    }

    private Enrolment Join(JobRequest request, JobRecord job)
    {
        AddJoin(request, job, Disposition.Joined);
        var joined = job with
        {
            JoinCount = job.JoinCount + 1,
            // Still to be posted, so it can still read more than it was first asked to.
            Mode = job.State == JobState.Queued && request.Mode == RefreshMode.Full ? RefreshMode.Full : job.Mode,
            Drive = job.Drive with
            {
                ForeignWelcome = job.Drive.ForeignWelcome && request.Freshness == Freshness.JoinActive,
                ForeignRefused = false,
                PassesHoldsOf = PassesWith(request, job),
            },
        };
        var (stored, changed) = JobRows.Update(db, job, joined, now);
        return new Enrolment(stored, Disposition.Joined, changed);
    }

    /// <summary>A job that has left the queue was held by nobody.</summary>
    private static IReadOnlyList<string>? PassesWith(JobRequest request, JobRecord job) =>
        job.State == JobState.Queued && request.PassesHoldOf is { } holder
            ? [.. (job.Drive.PassesHoldsOf ?? []).Append(holder).Distinct()]
            : job.Drive.PassesHoldsOf;

    private string NewJobId() => Guid.CreateVersion7(now).ToString("N");

    private void AddJoin(JobRequest request, JobRecord job, Disposition disposition)
    {
        JobJoins.Add(db, job.JobId, request.RequestId, request.Fingerprint, request.Caller, now);
        AuditRows.Append(db, JobAudit.Call(job, request, disposition), now);
    }
}
