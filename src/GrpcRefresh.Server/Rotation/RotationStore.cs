using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Storage;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation;

/// <summary>Rotations on disk: their steps, their secrets while they run, and their jobs, always changed together.</summary>
internal sealed class RotationStore(SqliteDatabase database, JobStore jobs, RotationSecretRows secrets, SecretVault vault)
{
    /// <exception cref="RefusedException">ROTATION_OVERLAP, REQUEST_ID_REUSED or SERVICE_BUSY.</exception>
    public Task<Enrolment> EnrolAsync(
        RotationCommand command, RotationPlanRecord plan, IReadOnlyDictionary<string, ResolvedCredential> credentials, int maxActive, CancellationToken ct) =>
        jobs.EnrolRotationAsync(
            EnrolmentOf(command, plan, vault.Fingerprint(command.Body)),
            maxActive,
            (db, job) =>
            {
                if (RotationRows.FindOverlap(db, plan.Steps) is { } other)
                {
                    throw Overlap(other);
                }

                RotationRows.Insert(db, job.JobId, new RotationCourse(command.Terms), plan.Steps);
                foreach (var (key, credential) in credentials)
                {
                    secrets.Insert(db, job.JobId, key, credential);
                }
            },
            ct);

    public static RotationEnrolment EnrolmentOf(RotationCommand command, RotationPlanRecord plan, string fingerprint) => new(
        Tally.Of(command.Terms, plan.Steps, ""),
        [.. plan.Steps.Select(step => step.Connection.Site).Distinct()],
        command.RequestId,
        fingerprint,
        command.Labels,
        command.Caller,
        command.OnBehalfOf);

    /// <summary>The job of an earlier call with the same request_id; null when there was none.</summary>
    public async Task<JobRecord?> FindRequestAsync(RotationCommand command, CancellationToken ct) =>
        command.RequestId is { } id && await jobs.FindRequestAsync(JobKind.Rotation, id, vault.Fingerprint(command.Body), ct) is { } replay ? replay.Job : null;

    /// <summary>Changes a rotation under its runner's epoch; with the job's end its secrets are wiped.</summary>
    public Task<JobRecord> RecordAsync(
        RunEpoch epoch, string jobId, RotationCourse course, IReadOnlyList<RotationStepRecord> changed, RotationIntent intent, Func<JobRecord, JobRecord> change)
    {
        JobRecord? after = null;
        return jobs.ChangeAsync(
            epoch,
            jobId,
            before => after = change(before),
            db =>
            {
                RotationRows.Update(db, jobId, course);
                RotationRows.Update(db, jobId, changed);
                if (after!.IsEnded)
                {
                    RotationSecretRows.Wipe(db, jobId);
                }
            },
            CancellationToken.None);
    }

    public Task<RotationState?> FindAsync(string jobId, CancellationToken ct) => database.ReadAsync(
        db => JobRows.Get(db, jobId) is { } job && RotationRows.Course(db, jobId) is { } course
            ? new RotationState(job, course, RotationRows.Steps(db, jobId, [], 0, int.MaxValue))
            : null,
        ct);

    /// <summary>A page of steps by number; null when there is no such rotation.</summary>
    public Task<IReadOnlyList<RotationStepRecord>?> StepsAsync(
        string jobId, IReadOnlyList<RotationStepState> states, int after, int limit, CancellationToken ct) => database.ReadAsync(
        db => RotationRows.Course(db, jobId) is null ? null : RotationRows.Steps(db, jobId, states, after, limit), ct);

    /// <summary>What the connections are given, by the key that their steps name; empty when it was forgotten.</summary>
    public Task<IReadOnlyDictionary<string, ResolvedCredential>> CredentialsAsync(string jobId, CancellationToken ct) =>
        database.ReadAsync(db => secrets.Get(db, jobId), ct);

    private static RefusedException Overlap(string other) => new(new Failure(
        ErrorReason.RotationOverlap, $"Rotation {other} is changing some of these connections. Wait for its end, or choose others.")
    {
        Metadata = new Dictionary<string, string> { ["job_id"] = other },
    });
}
