namespace GrpcRefresh.Server.Audit;

/// <summary>The row of a call that was refused.</summary>
internal static class RefusedCall
{
    /// <param name="jobId">The job that it was refused for, if there is one: the row goes into its chain.</param>
    public static AuditEntry Of(string? jobId, string caller, OnBehalf? onBehalfOf, AuditAction action, AuditTarget target, Failure failure) => new(
        jobId ?? AuditEntry.Service, caller, onBehalfOf, action, target, AuditOutcome.Refused, $"{AuditNames.Of(failure.Reason)}: {failure.Message}");
}
