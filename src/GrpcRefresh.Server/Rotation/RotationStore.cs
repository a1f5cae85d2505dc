using System.Text;
using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Storage;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.V1;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Rotation;

/// <summary>Rotations on disk: their steps, their secrets while they run, and their jobs, always changed together.</summary>
internal sealed class RotationStore(SqliteDatabase database, JobStore jobs, SecretVault vault, TimeProvider time)
{
    /// <exception cref="RefusedException">ROTATION_OVERLAP, REQUEST_ID_REUSED or SERVICE_BUSY.</exception>
    public Task<Enrolment> EnrolAsync(
        RotationCommand command, RotationPlanRecord plan, IReadOnlyDictionary<string, ResolvedCredential> credentials, int maxActive, CancellationToken ct) =>
        jobs.EnrolRotationAsync(
            EnrolmentOf(command, plan, FingerprintOf(command)),
            maxActive,
            (db, job) =>
            {
                if (RotationRows.FindOverlap(db, plan.Steps) is { } other)
                {
                    throw Overlap(command.Caller, db, other);
                }

                AuditRows.Append(db, RotationAudit.Accepted(job, plan, command.Terms), time.GetUtcNow());
                RotationRows.Insert(db, job.JobId, new RotationCourse(command.Terms) { Tokens = [.. plan.Tokens.Select(token => token.Begin(job.JobId))] }, plan.Steps);
                RotationSecretRows.Insert(db, vault, job.JobId, credentials);
            },
            ct);

    public static RotationEnrolment EnrolmentOf(RotationCommand command, RotationPlanRecord plan, string fingerprint) => new(
        Tally.Of(command.Terms, plan.Steps, ""),
        [.. plan.Steps.Select(step => step.Connection.Site).Distinct()],
        command.RequestId,
        fingerprint,
        command.Labels,
        command.Caller.Name,
        command.OnBehalfOf)
    {
        TokensOf = jobId => [.. plan.Tokens.Select(token => token.Shown(jobId))],
        TraceParent = Traces.Present,
    };

    /// <summary>The job of an earlier call with the same request_id; null when there was none.</summary>
    public async Task<JobRecord?> FindRequestAsync(RotationCommand command, CancellationToken ct) =>
        command.RequestId is { } id && await jobs.FindRequestAsync(JobKind.Rotation, id, FingerprintOf(command), ct) is { } replay ? replay.Job : null;

    /// <summary>Changes a rotation under its runner's epoch; with the job's end its secrets are wiped.</summary>
    public Task<JobRecord> RecordAsync(
        RunEpoch epoch,
        string jobId,
        RotationCourse course,
        IReadOnlyList<RotationStepRecord> changed,
        IReadOnlyList<AuditEntry> audit,
        SecretChange secrets,
        Func<JobRecord, JobRecord> change)
    {
        JobRecord? after = null;
        return jobs.ChangeAsync(
            epoch,
            jobId,
            before => after = change(before),
            db =>
            {
                foreach (var entry in audit)
                {
                    AuditRows.Append(db, entry, time.GetUtcNow());
                }

                RotationRows.Update(db, jobId, course);
                RotationRows.Update(db, jobId, changed);
                secrets.Apply(db, vault, jobId);
                if (after!.IsEnded)
                {
                    RotationSecretRows.Wipe(db, jobId);
                    epoch.Retire(db);
                }
            },
            CancellationToken.None);
    }

    public Task<RotationState?> FindAsync(string jobId, CancellationToken ct) => database.ReadAsync(
        db => JobRows.Get(db, jobId) is { } job && RotationRows.Course(db, jobId) is { } course
            ? new RotationState(job, course, RotationRows.Steps(db, jobId, [], 0, int.MaxValue))
            : null,
        ct);

    /// <summary>A page of steps by number.</summary>
    /// <exception cref="RefusedException">JOB_NOT_FOUND: it is no rotation, or no longer kept.</exception>
    public Task<IReadOnlyList<RotationStepRecord>> StepsAsync(
        string jobId, IReadOnlyList<RotationStepState> states, int after, int limit, CancellationToken ct) => database.ReadAsync(
        db => RotationRows.Course(db, jobId) is null ? throw JobWithdrawal.NotFound(jobId) : RotationRows.Steps(db, jobId, states, after, limit), ct);

    public Task<OpenSecrets> OpenSecretsAsync(string jobId, CancellationToken ct) =>
        database.ReadAsync(db => RotationSecretRows.Open(db, vault, jobId), ct);

    /// <summary>A request_id stands for one request of one caller.</summary>
    private string FingerprintOf(RotationCommand command) =>
        vault.Fingerprint(command.Caller.IsAnonymous ? command.Body : [.. command.Body, .. Encoding.UTF8.GetBytes(command.Caller.Name)]);

    /// <summary>Which rotation it is hears only who may see it.</summary>
    private static RefusedException Overlap(Caller caller, SqliteConnection db, string other)
    {
        var isSeen = JobRows.Get(db, other) is { } job && caller.Sees(job);
        return new RefusedException(new Failure(
            ErrorReason.RotationOverlap,
            $"{(isSeen ? $"Rotation {other}" : "Another rotation")} is changing some of these connections, or others of the same content. Wait for its end, or choose others.")
        {
            Metadata = isSeen ? new Dictionary<string, string> { ["job_id"] = other } : [],
        });
    }
}
