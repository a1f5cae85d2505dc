using Dapper;
using GrpcRefresh.Server.Audit;
using GrpcRefresh.V1;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Records a request inside one write: everything is decided on what the commit will see.</summary>
internal sealed class JobEnrolment(SqliteConnection db, DateTimeOffset now)
{
    public Enrolment Enrol(JobRequest request, bool mayCreate, int maxActive)
    {
        if (request.RequestId is { } id && Replay(db, id, request.Fingerprint) is { } replay)
        {
            return replay;
        }

        var (head, followUp) = JobRows.InLane(db, new Lane(request.Item.Site, request.Item.Type, request.Item.Luid));
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

    public static Enrolment? Replay(SqliteConnection db, string requestId, string fingerprint)
    {
        var seen = db.QuerySingleOrDefault<(string JobId, string Fingerprint)?>(
            "select job_id, fingerprint from joins where request_id = @requestId", new { requestId });
        if (seen is not { } join)
        {
            return null;
        }

        if (join.Fingerprint != fingerprint)
        {
            throw new RefusedException(new Failure(
                ErrorReason.RequestIdReused,
                $"request_id {requestId} was used before with another body. Repeat the same body, or take a new id for a new request.")
            {
                Metadata = new Dictionary<string, string> { ["request_id"] = requestId },
            });
        }

        return new Enrolment(JobRows.Get(db, join.JobId)!, Disposition.Replayed, []);
    }

    public static RefusedException AlreadyRunning(JobRecord active) => new(new Failure(
        ErrorReason.AlreadyRunning,
        $"A refresh of '{active.Item.Name}' is already active: job {active.JobId}. Watch that job, or ask with another freshness.")
    {
        Metadata = new Dictionary<string, string> { ["job_id"] = active.JobId },
    });

    /// <summary>The job that a request would make.</summary>
    public static JobRecord NewJob(JobRequest request, string jobId, DateTimeOffset now) => new()
    {
        JobId = jobId,
        Kind = JobKind.Refresh,
        State = JobState.Queued,
        Item = request.Item,
        Mode = request.Mode,
        Revision = 1,
        CreateTime = now,
        UpdateTime = now,
        RequestedBy = request.Caller,
        OnBehalfOf = request.OnBehalfOf,
        Labels = request.Labels,
        JoinCount = 1,
        Drive = new JobDrive
        {
            Reference = request.Reference,
            ForeignWelcome = request.Freshness == Freshness.JoinActive,
            ForeignRefused = request.Freshness == Freshness.RejectIfActive,
        },
    };

    private static RefusedException Busy(int maxActive) =>
        new(new Failure(ErrorReason.ServiceBusy, $"{maxActive} jobs are active, which is this service's limit. Try again later.")
        {
            Metadata = new Dictionary<string, string> { ["limit"] = $"{JobsOptions.Section}:{nameof(JobsOptions.MaxActive)}", ["bound"] = $"{maxActive}" },
            RetryAfter = TimeSpan.FromSeconds(30),
        });

    private Enrolment Create(JobRequest request, int slot, Disposition disposition)
    {
        var job = NewJob(request, Guid.CreateVersion7(now).ToString("N"), now);
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
            },
        };
        var (stored, changed) = JobRows.Update(db, job, joined, now);
        return new Enrolment(stored, Disposition.Joined, changed);
    }

    private void AddJoin(JobRequest request, JobRecord job, Disposition disposition)
    {
        db.Execute(
            "insert into joins (job_id, request_id, fingerprint, caller, create_ms) values (@JobId, @RequestId, @Fingerprint, @Caller, @createMs)",
            new { job.JobId, request.RequestId, request.Fingerprint, request.Caller, createMs = now.ToUnixTimeMilliseconds() });
        AuditRows.Append(db, JobAudit.Call(job, request, disposition), now);
    }
}
