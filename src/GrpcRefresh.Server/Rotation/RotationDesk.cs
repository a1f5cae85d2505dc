using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rotation;

/// <summary>Takes requests for rotations: checks them, plans them, has them recorded, and leaves the rest to the runners.</summary>
internal sealed class RotationDesk(
    TableauSites sites,
    RotationPlanner planner,
    CredentialResolver resolver,
    TokenSurveys surveys,
    RotationStore store,
    AuditLog audit,
    IOptions<JobsOptions> limits,
    TimeProvider time)
{
    public async Task<RotationReceipt> SubmitAsync(RotationCommand command, CancellationToken ct)
    {
        try
        {
            return await TakeAsync(command, ct);
        }
        catch (RefusedException e) when (!command.ValidateOnly)
        {
            await audit.AppendAsync(RotationAudit.Refused(command, e.Failure), CancellationToken.None);
            throw;
        }
    }

    private async Task<RotationReceipt> TakeAsync(RotationCommand command, CancellationToken ct)
    {
        DemandReach(command);
        if (!command.ValidateOnly && await store.FindRequestAsync(command, ct) is { } seen)
        {
            return await ReplayAsync(seen, ct);
        }

        var selection = ConnectionSelection.Of(command.Query, sites, command.Caller);
        var credentials = command.Credentials.ToDictionary(entry => entry.Key, entry => resolver.Resolve(entry.Value));
        if (command.Terms.OnFailure == OnFailure.RollBack && credentials.Keys.FirstOrDefault(key => credentials[key].Previous is null) is { } without)
        {
            throw NoWayBack(command.Credentials[without]);
        }

        var surveyed = await surveys.AskAsync(command.Credentials, ct);
        foreach (var (key, told) in surveyed)
        {
            credentials[key] = credentials[key] with { IsToldByHistory = told.Survey.HistoryIsReadable };
        }

        var plan = await planner.PlanAsync(selection, credentials, surveyed, command.Terms, afresh: !command.ValidateOnly, ct);
        if (command.ValidateOnly)
        {
            return new RotationReceipt(Rehearsed(command, plan), plan);
        }

        var enrolment = await store.EnrolAsync(command, plan, credentials, limits.Value.MaxActive, ct);
        Traces.Name(enrolment.Job.JobId);
        return enrolment.Disposition == Disposition.Replayed ? await ReplayAsync(enrolment.Job, ct) : new RotationReceipt(enrolment.Job, plan);
    }

    private static void DemandReach(RotationCommand command)
    {
        foreach (var (key, source) in command.Credentials.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (source is CredentialSource.Token && !command.Caller.Scope.IsUnlimited)
            {
                throw Denial.OfAccount(command.Caller, $"{(key.Length == 0 ? "credential" : $"credentials_by_user.{key}")}.snowflake_token.user");
            }
        }
    }

    private async Task<RotationReceipt> ReplayAsync(JobRecord job, CancellationToken ct)
    {
        var steps = await store.StepsAsync(job.JobId, [], 0, int.MaxValue, ct);
        return new RotationReceipt(job, new RotationPlanRecord(steps, 0, 0, [], [], []));
    }

    private JobRecord Rehearsed(RotationCommand command, RotationPlanRecord plan) =>
        JobEnrolment.NewJob(RotationStore.EnrolmentOf(command, plan, fingerprint: ""), "", time.GetUtcNow());

    private static RefusedException NoWayBack(CredentialSource source)
    {
        var (name, remedy) = source switch
        {
            CredentialSource.Configured configured => (configured.Name, $"Set {RotationOptionsValidator.KeyOf(configured.Name)}:PreviousSecretFile, or choose"),
            CredentialSource.Token => ("", "With a snowflake_token there is none, nor is it needed: both tokens work until the end. Choose"),
            _ => ("", "Give previous_secret, or choose"),
        };
        return new RefusedException(new Failure(
            ErrorReason.SecretUnavailable, $"on_failure ROLL_BACK needs a previous secret. {remedy} another on_failure.")
        {
            Metadata = new Dictionary<string, string> { ["secret_ref"] = name },
        });
    }
}
