using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Audit;

/// <summary>What a row is about; empty is what is not known, or does not apply.</summary>
internal sealed record AuditTarget(SiteKey Site, string ItemType, string ItemLuid, IReadOnlyList<string> ConnectionIds)
{
    public static readonly AuditTarget None = new(new SiteKey("", ""), "", "", []);

    public static AuditTarget Of(SiteKey site, ResourceType type, string luid) =>
        new(site, type == ResourceType.Unspecified ? "" : AuditNames.Of(type), luid, []);

    public static AuditTarget Of(SiteKey site, ConnectionItemType type, string luid, IReadOnlyList<string> connectionIds) =>
        new(site, AuditNames.Of(type), luid, connectionIds);
}
