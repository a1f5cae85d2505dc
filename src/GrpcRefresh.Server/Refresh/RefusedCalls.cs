using GrpcRefresh.Server.Audit;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Refresh;

/// <summary>What the audit says of calls that the desk refused.</summary>
internal static class RefusedCalls
{
    public static AuditEntry Refresh(RefreshCommand command, Failure failure)
    {
        var named = command.Resource;
        var target = AuditTarget.Of(new SiteKey(named.Server, named.Site), named.Type, named.Luid ?? "");
        var jobId = failure.Reason == ErrorReason.AlreadyRunning ? failure.Metadata.GetValueOrDefault("job_id") : null;
        return RefusedCall.Of(jobId, command.Caller.Name, command.OnBehalfOf, AuditAction.CallRefresh, target, failure);
    }

    /// <summary>An id that no job has begins no chain: anybody can make one up.</summary>
    public static AuditEntry Cancel(string jobId, string caller, Failure failure) =>
        RefusedCall.Of(failure.Reason == ErrorReason.JobNotFound ? null : jobId, caller, null, AuditAction.CallCancel, AuditTarget.None, failure);
}
