using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>What the audit says of syncs.</summary>
internal static class SyncAudit
{
    public static AuditEntry Refused(SyncCommand command, Failure failure) =>
        RefusedCall.Of(null, command.Caller.Name, command.OnBehalfOf, AuditAction.CallSync, Target(command), failure);

    public static AuditEntry Accepted(SyncCommand command, IReadOnlyList<TableauSite> sites) =>
        Entry(command, AuditOutcome.Accepted, string.Join("; ", sites.Select(site => $"{site.Key}")));

    public static AuditEntry Ended(SyncCommand command, IReadOnlyList<SiteSync> done) => Entry(
        command,
        done.All(site => site.Error is null) ? AuditOutcome.Succeeded : AuditOutcome.Failed,
        string.Join("; ", done.Select(site => site.Error is { } error
            ? $"{site.Site}: {AuditNames.Of(error.Reason)}"
            : $"{site.Site}: {site.Added} added, {site.Changed} changed, {site.Vanished} vanished, {site.Returned} returned")));

    /// <summary>It ended before anything was written, or by a fault of the service.</summary>
    public static AuditEntry Failed(SyncCommand command, Failure failure) =>
        Entry(command, AuditOutcome.Failed, $"{AuditNames.Of(failure.Reason)}: {failure.Message}");

    private static AuditEntry Entry(SyncCommand command, AuditOutcome outcome, string detail) =>
        new(AuditEntry.Service, command.Caller.Name, command.OnBehalfOf, AuditAction.CallSync, Target(command), outcome, detail);

    private static AuditTarget Target(SyncCommand command) => command is { Server: var server, Sites: [var site] }
        ? AuditTarget.Of(new SiteKey(server.Length == 0 ? SiteKey.DefaultServer : server, site), ResourceType.Unspecified, "")
        : AuditTarget.None;
}
