using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>A well-formed request for a sync.</summary>
/// <param name="Server">Empty for all servers.</param>
/// <param name="Sites">contentUrls; none for all that the caller may see whole.</param>
/// <param name="AllowVanished">That so much has gone is meant.</param>
internal sealed record SyncCommand(string Server, IReadOnlyList<string> Sites, bool ValidateOnly, bool AllowVanished, Caller Caller, OnBehalf? OnBehalfOf)
{
    /// <summary>By the service itself, of everything.</summary>
    public static SyncCommand Everything { get; } = new("", [], ValidateOnly: false, AllowVanished: false, new Caller(Audit.AuditEntry.Itself, V1.Role.Admin, CallerScope.Everything), null);
}
