using System.Collections.Frozen;
using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc.Access;

/// <summary>Writes down who tried to change something without the role for it: a stolen key shows itself by that.</summary>
internal sealed class DeniedCalls(AuditLog audit)
{
    private static readonly FrozenDictionary<string, AuditAction> Changing = new Dictionary<string, AuditAction>
    {
        [Name(RefreshService.Descriptor.FullName, nameof(RefreshServiceRpc.RefreshResource))] = AuditAction.CallRefresh,
        [Name(RefreshService.Descriptor.FullName, nameof(RefreshServiceRpc.SyncCatalog))] = AuditAction.CallSync,
        [Name(JobService.Descriptor.FullName, nameof(JobServiceRpc.CancelJob))] = AuditAction.CallCancel,
        [Name(CredentialService.Descriptor.FullName, nameof(CredentialServiceRpc.RotateConnectionCredentials))] = AuditAction.CallRotate,
    }.ToFrozenDictionary();

    public Task RecordAsync(string method, Caller caller, Failure failure) => Changing.TryGetValue(method, out var action)
        ? audit.AppendAsync(RefusedCall.Of(null, caller.Name, null, action, AuditTarget.None, failure), CancellationToken.None)
        : Task.CompletedTask;

    private static string Name(string service, string method) => $"/{service}/{method}";
}
