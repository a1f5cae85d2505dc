using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog;

/// <summary>The catalogue as one caller may see it: what lies outside of its scope is refused alike, whether it exists or not.</summary>
internal sealed class ScopedCatalog(ResourceCatalog catalog, TableauSites sites)
{
    private const string Field = "resource";

    /// <exception cref="RefusedException">PERMISSION_DENIED, or what the catalogue says.</exception>
    public async Task<CatalogItem> ResolveAsync(ResourceReference reference, Caller caller, CancellationToken ct)
    {
        DemandReach(reference, caller);
        try
        {
            var item = await catalog.ResolveAsync(reference, caller.Scope, ct);
            return caller.Scope.Covers(item.Site, item.ProjectPath) ? item : throw Denial.OfPlace(caller, Field);
        }
        catch (RefusedException e) when (e.Failure.Reason == ErrorReason.ResourceNotFound && !TellsThatItIsInside(reference, caller))
        {
            throw Denial.OfPlace(caller, Field);
        }
    }

    /// <summary>Asks Tableau again what the reference means.</summary>
    public Task<CatalogItem> ReResolveAsync(CatalogItem stale, ResourceReference reference, Caller caller, CancellationToken ct)
    {
        catalog.Forget(stale);
        return ResolveAsync(reference, caller, ct);
    }

    /// <exception cref="RefusedException">PERMISSION_DENIED, or what the catalogue says.</exception>
    public Task<CatalogPage> ListAsync(
        SiteKey site, ResourceType type, string nameContains, int pageSize, string pageToken, Caller caller, CancellationToken ct) =>
        caller.Scope.Touches(site)
            ? catalog.ListAsync(site, type, nameContains, pageSize, pageToken, caller.Scope, ct)
            : throw Denial.OfPlace(caller, "site");

    /// <summary>What the reference itself tells, before anything is looked up.</summary>
    private void DemandReach(ResourceReference reference, Caller caller)
    {
        if (SiteOf(reference) is { } site && !caller.Scope.Touches(site))
        {
            throw Denial.OfPlace(caller, Field);
        }

        if (reference.Path is { } path && !caller.Scope.CoversProject(path.ProjectPath) && !(catalog.MayMeanInnermost && path.ProjectPath.Count == 1))
        {
            throw Denial.OfPlace(caller, $"{Field}.path.project_path");
        }
    }

    /// <summary>Whether what is not there would be inside: nothing but a path tells.</summary>
    private static bool TellsThatItIsInside(ResourceReference reference, Caller caller) =>
        caller.Scope.Projects.Count == 0 || (reference.Path is { } path && caller.Scope.CoversProject(path.ProjectPath));

    /// <summary>Null when an address leads to no server of ours, which the catalogue refuses.</summary>
    private SiteKey? SiteOf(ResourceReference reference)
    {
        if (reference.Url is not { } text)
        {
            return new SiteKey(reference.Server.Length == 0 ? SiteKey.DefaultServer : reference.Server, reference.Site);
        }

        var url = ResourceUrl.Parse(text);
        return sites.FindByHost(url.Host) is { } server ? new SiteKey(server, url.ContentUrl) : null;
    }
}
