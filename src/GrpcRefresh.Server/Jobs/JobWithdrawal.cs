using Dapper;
using GrpcRefresh.Server.Audit;
using GrpcRefresh.V1;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Withdraws a request inside one write: the last one out cancels the job.</summary>
internal sealed class JobWithdrawal(SqliteConnection db, DateTimeOffset now)
{
    public Withdrawal Withdraw(string jobId, string? requestId, string caller)
    {
        var job = JobRows.Get(db, jobId) ?? throw NotFound(jobId);
        var joins = db.Query<(long JoinId, string? RequestId, long? DetachMs)>(
            "select join_id, request_id, detach_ms from joins where job_id = @jobId order by join_id", new { jobId }).ToList();
        var attached = joins.Where(join => join.DetachMs is null).ToList();

        long withdrawn;
        if (requestId is not null)
        {
            var join = joins.FirstOrDefault(join => string.Equals(join.RequestId, requestId, StringComparison.OrdinalIgnoreCase));
            if (join == default)
            {
                throw RefusedException.InvalidField("request_id", $"no request with this id waits for job {jobId}; give the request_id of the {Call(job)} call to withdraw.");
            }

            if (join.DetachMs is not null)
            {
                return new Withdrawal(job, attached.Count > 0, []);
            }

            withdrawn = join.JoinId;
        }
        else if (job.IsEnded && attached.Count > 0)
        {
            throw Ended(job);
        }
        else if (attached.Count > 1)
        {
            throw RefusedException.InvalidField("request_id", $"{attached.Count} requests wait for job {jobId}; give the request_id of the one to withdraw.");
        }
        else if (attached.Count == 0)
        {
            // A cancel repeated while the first one takes its course.
            return job.IsEnded && job.State != JobState.Cancelled ? throw Ended(job) : new Withdrawal(job, false, []);
        }
        else
        {
            withdrawn = attached[0].JoinId;
        }

        if (job.IsEnded)
        {
            throw Ended(job);
        }

        db.Execute("update joins set detach_ms = @now where join_id = @withdrawn", new { now = now.ToUnixTimeMilliseconds(), withdrawn });
        var left = attached.Count - 1;
        AuditRows.Append(db, JobAudit.Call(job, requestId, caller, detached: left > 0), now);
        var (stored, changed) = JobRows.Update(db, job, left > 0 ? job with { JoinCount = left } : Cancel(job with { JoinCount = 0 }, caller), now);
        return new Withdrawal(stored, left > 0, changed);
    }

    public static RefusedException NotFound(string jobId) => new(new Failure(
        ErrorReason.JobNotFound, $"There is no job {jobId}, or its retention has passed.")
    {
        Metadata = new Dictionary<string, string> { ["job_id"] = jobId },
    });

    private static string Call(JobRecord job) => job.Kind == JobKind.Rotation ? "RotateConnectionCredentials" : "RefreshResource";

    private JobRecord Cancel(JobRecord job, string caller) => job switch
    {
        // Its runner ends it, and wipes its secrets with that.
        { Kind: JobKind.Rotation } => job with { State = JobState.Cancelling },
        { State: JobState.Queued } => JobEndings.Cancelled(job, now, "Withdrawn before Tableau was asked."),
        { Foreign: true } => JobEndings.Cancelled(job, now, "Let go of; the run that somebody else started goes on in Tableau."),
        { State: JobState.Submitting } => job with { Drive = job.Drive with { CancelRequested = true, CancelledBy = caller } },
        { State: JobState.Pending or JobState.Running } => job with { State = JobState.Cancelling, Drive = job.Drive with { CancelledBy = caller } },
        _ => job,
    };

    private static RefusedException Ended(JobRecord job) => new(new Failure(
        ErrorReason.JobEnded, $"Job {job.JobId} has ended ({job.State}) and can no longer be cancelled.")
    {
        Metadata = new Dictionary<string, string> { ["job_id"] = job.JobId, ["state"] = $"{job.State}" },
    });
}
