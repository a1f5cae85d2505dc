using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Storage;
using GrpcRefresh.V1;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Rotation;

/// <summary>Rotations on disk: their steps, their secrets while they run, and their jobs, always changed together.</summary>
internal sealed class RotationStore(SqliteDatabase database, JobStore jobs, SecretVault vault)
{
    /// <exception cref="RefusedException">ROTATION_OVERLAP, REQUEST_ID_REUSED or SERVICE_BUSY.</exception>
    public Task<Enrolment> EnrolAsync(
        RotationCommand command, RotationPlanRecord plan, IReadOnlyDictionary<string, ResolvedCredential> credentials, int maxActive, CancellationToken ct) =>
        jobs.EnrolRotationAsync(
            new RotationEnrolment(
                Tally.Of(command.Terms, plan.Steps, ""), command.RequestId, command.Fingerprint, command.Labels, command.OnBehalfOf, command.Caller),
            maxActive,
            (db, job) =>
            {
                if (RotationRows.FindOverlap(db, plan.Steps) is { } other)
                {
                    throw Overlap(other);
                }

                RotationRows.Insert(db, job.JobId, new RotationCourse(command.Terms), plan.Steps);
                RotationSecretRows.Insert(db, vault, job.JobId, credentials);
            },
            ct);

    /// <summary>Changes a rotation under its runner's epoch; with the job's end its secrets are wiped.</summary>
    public Task<JobRecord> RecordAsync(
        RunEpoch epoch, string jobId, RotationCourse course, IReadOnlyList<RotationStepRecord> changed, RotationIntent intent, Func<JobRecord, JobRecord> change) =>
        jobs.ChangeAsync(
            epoch,
            jobId,
            change,
            (db, job) =>
            {
                RotationRows.Update(db, jobId, course);
                RotationRows.Update(db, jobId, changed);
                if (job.IsEnded)
                {
                    RotationSecretRows.Wipe(db, jobId);
                }
            },
            CancellationToken.None);

    public Task<RotationState?> FindAsync(string jobId, CancellationToken ct) => database.ReadAsync(
        db => jobs.Find(db, jobId) is { } job && RotationRows.Course(db, jobId) is { } course
            ? new RotationState(job, course, RotationRows.Steps(db, jobId, [], 0, int.MaxValue))
            : null,
        ct);

    /// <summary>A page of steps by number; null when there is no such rotation.</summary>
    public Task<IReadOnlyList<RotationStepRecord>?> StepsAsync(
        string jobId, IReadOnlyList<RotationStepState> states, int after, int limit, CancellationToken ct) => database.ReadAsync(
        db => RotationRows.Course(db, jobId) is null ? null : RotationRows.Steps(db, jobId, states, after, limit), ct);

    public Task<OpenSecrets> OpenSecretsAsync(string jobId, CancellationToken ct) =>
        database.ReadAsync(db => RotationSecretRows.Open(db, vault, jobId), ct);

    private static RefusedException Overlap(string other) => new(new Failure(
        ErrorReason.RotationOverlap, $"Rotation {other} is changing some of these connections. Wait for its end, or choose others.")
    {
        Metadata = new Dictionary<string, string> { ["job_id"] = other },
    });
}
