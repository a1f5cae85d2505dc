using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Catalog.Connections;

/// <summary>The project paths of one site while its inventory is read.</summary>
internal sealed class SitePaths(TableauSite site, ProjectTrees projects)
{
    /// <summary>Read first, because without the projects neither choice nor order of connections would be right.</summary>
    public Task LoadAsync(CancellationToken ct) => projects.GetAsync(site, ct);

    public Task<IReadOnlyList<string>> OfAsync(TableauItem item, CancellationToken ct) => projects.PathOfAsync(site, item, ct);
}
