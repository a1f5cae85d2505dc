using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation;

/// <summary>What a rotation's changes mean to the audit: a row for each connection before it is touched, and one for what came of it.</summary>
internal static class RotationAudit
{
    public static AuditEntry Accepted(JobRecord job, RotationPlanRecord plan, RotationTerms terms) => JobAudit.Entry(
        job,
        AuditAction.CallRotate,
        AuditTarget.None,
        AuditOutcome.Accepted,
        $"{plan.Steps.Count(step => step.Meant)} connections, {AuditNames.Of(terms.OldSecret)} old secret, {AuditNames.Of(terms.Verification)}, {AuditNames.Of(terms.OnFailure)} on failure");

    public static AuditEntry Refused(RotationCommand command, Failure failure) => RefusedCall.Of(
        failure.Metadata.GetValueOrDefault("job_id"), command.Caller.Name, command.OnBehalfOf, AuditAction.CallRotate, AuditTarget.None, failure);

    /// <summary>A connection is about to be changed.</summary>
    public static AuditEntry Intended(JobRecord job, RotationStepRecord step, RotationIntent intent) =>
        Entry(job, step, AuditOutcome.Intended, intent == RotationIntent.RollBack ? "previous secret" : "new secret");

    /// <summary>What came of a change that was under way; null when the step was not, or still is.</summary>
    public static AuditEntry? Outcome(JobRecord job, RotationStepRecord before, RotationStepRecord after) =>
        before.State != RotationStepState.Updating ? null : after.State switch
        {
            RotationStepState.Updating => null,
            RotationStepState.Updated => Entry(job, after, AuditOutcome.Accepted, AuditNames.Of(after.Proof)),
            RotationStepState.RolledBack => Entry(job, after, AuditOutcome.Accepted, "previous secret"),
            RotationStepState.Skipped => Entry(job, after, after.Touched ? AuditOutcome.Unknown : AuditOutcome.Refused, "gone"),
            _ => Entry(job, after, after.Touched ? AuditOutcome.Unknown : AuditOutcome.Refused, after.Error is { } error ? AuditNames.Of(error.Reason) : ""),
        };

    private static AuditEntry Entry(JobRecord job, RotationStepRecord step, AuditOutcome outcome, string detail) => JobAudit.Entry(
        job,
        AuditAction.TableauUpdateConnections,
        AuditTarget.Of(step.Connection.Site, step.Connection.ItemType, step.Connection.ItemLuid, [step.Connection.ConnectionId]),
        outcome,
        detail);
}
