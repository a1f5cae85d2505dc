using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Withdraws a request inside one write: the last one out cancels the job.</summary>
internal sealed class JobWithdrawal(SqliteConnection db, DateTimeOffset now)
{
    public Withdrawal Withdraw(WithdrawalRequest request)
    {
        var job = JobRows.Get(db, request.JobId) is { } found && request.Caller.Sees(found) ? found : throw NotFound(request.JobId);
        var joins = JobJoins.Of(db, job.JobId);
        var withdrawn = request.ForAll ? AllOf(joins, request) : OneOf([.. joins.Where(join => IsOwn(join, request.Caller))], job, request);
        var left = joins.Count(join => join.IsAttached) - withdrawn.Count;
        if (withdrawn.Count == 0)
        {
            // A cancel repeated while the first one takes its course.
            return job.IsEnded && job.State != JobState.Cancelled && request.RequestId is null ? throw Ended(job) : new Withdrawal(job, left > 0, []);
        }

        if (job.IsEnded)
        {
            throw Ended(job);
        }

        JobJoins.Detach(db, withdrawn, now);
        AuditRows.Append(db, JobAudit.Call(job, request.RequestId, request.Caller.Name, detached: left > 0), now);
        var (stored, changed) = JobRows.Update(
            db, job, left > 0 ? job with { JoinCount = left } : Cancel(job with { JoinCount = 0 }, request.Caller.Name), now);
        return new Withdrawal(stored, left > 0, changed);
    }

    public static RefusedException NotFound(string jobId) => new(new Failure(
        ErrorReason.JobNotFound, $"There is no job {jobId}, or its retention has passed.")
    {
        Metadata = new Dictionary<string, string> { ["job_id"] = jobId },
    });

    /// <summary>Callers without a name cannot be told apart.</summary>
    private static bool IsOwn(JobJoin join, Caller caller) => caller.IsAnonymous || join.Caller == caller.Name;

    private static List<JobJoin> AllOf(IReadOnlyList<JobJoin> joins, WithdrawalRequest request) => request switch
    {
        { Caller.Role: < Role.Admin } => throw Denial.OfRole(request.Caller, Role.Admin),
        { RequestId: not null } => throw RefusedException.InvalidField("for_all", "withdraws every request; leave out request_id."),
        _ => [.. joins.Where(join => join.IsAttached)],
    };

    private static List<JobJoin> OneOf(List<JobJoin> own, JobRecord job, WithdrawalRequest request)
    {
        if (request.RequestId is { } id)
        {
            var named = own.FirstOrDefault(join => string.Equals(join.RequestId, id, StringComparison.OrdinalIgnoreCase)) ?? throw RefusedException.InvalidField(
                "request_id", $"no request of yours with this id waits for job {job.JobId}; give the request_id of the {Call(job)} call to withdraw.");
            return named.IsAttached ? [named] : [];
        }

        var attached = own.Where(join => join.IsAttached).ToList();
        if (job.IsEnded && attached.Count > 0)
        {
            throw Ended(job);
        }

        return (own.Count, attached.Count) switch
        {
            (0, _) when job.IsEnded => throw Ended(job),
            (0, _) => throw Denial.OfOthers(request.Caller, job.JobId),
            (_, > 1) => throw RefusedException.InvalidField(
                "request_id", $"{attached.Count} requests of yours wait for job {job.JobId}; give the request_id of the one to withdraw."),
            _ => attached,
        };
    }

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
