using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rotation;

/// <summary>Takes requests for rotations: checks them, plans them, has them recorded, and leaves the rest to the runners.</summary>
internal sealed class RotationDesk(
    RotationPlanner planner, CredentialResolver resolver, RotationStore store, JobStore jobs, IOptions<JobsOptions> limits, TimeProvider time)
{
    public async Task<RotationReceipt> SubmitAsync(RotationCommand command, CancellationToken ct)
    {
        if (command is { ValidateOnly: false, RequestId: { } id } && await jobs.FindRequestAsync(id, command.Fingerprint, ct) is { } replay)
        {
            return await ReplayAsync(replay.Job, ct);
        }

        var credentials = command.Credentials.ToDictionary(entry => entry.Key, entry => resolver.Resolve(entry.Value));
        if (command.Terms.OnFailure == OnFailure.RollBack && credentials.FirstOrDefault(entry => entry.Value.Previous is null) is { Value: not null } without)
        {
            throw NoWayBack(command.Credentials[without.Key]);
        }

        var plan = await planner.PlanAsync(command.Selection, credentials, command.Terms, ct);
        if (command.ValidateOnly)
        {
            return new RotationReceipt(Rehearsed(command, plan), plan);
        }

        var enrolment = await store.EnrolAsync(command, plan, credentials, limits.Value.MaxActive, ct);
        return enrolment.Disposition == Disposition.Replayed ? await ReplayAsync(enrolment.Job, ct) : new RotationReceipt(enrolment.Job, plan);
    }

    private async Task<RotationReceipt> ReplayAsync(JobRecord job, CancellationToken ct)
    {
        var steps = await store.StepsAsync(job.JobId, [], 0, int.MaxValue, ct) ?? [];
        return new RotationReceipt(job, new RotationPlanRecord(steps, 0, 0, [], [], []));
    }

    private JobRecord Rehearsed(RotationCommand command, RotationPlanRecord plan) =>
        RotationEnrolment.NewJob(
            new RotationEnrolment(Tally.Of(command.Terms, plan.Steps, ""), null, "", command.Labels, command.OnBehalfOf, command.Caller), "", time.GetUtcNow());

    private static RefusedException NoWayBack(CredentialSource source) => new(new Failure(
        ErrorReason.SecretUnavailable, $"ON_FAILURE_ROLL_BACK needs a previous secret, and {source.Describe()} has none. Give it, or choose ON_FAILURE_STOP.")
    {
        Metadata = new Dictionary<string, string> { ["secret_ref"] = source.Name },
    });
}
