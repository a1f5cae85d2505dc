using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Catalog.Connections;

/// <summary>The project paths of one site while its inventory is read.</summary>
internal sealed class SitePaths(TableauSite site, ProjectTrees projects)
{
    /// <summary>Read first, because without the projects neither choice nor order of connections would be right.</summary>
    public Task LoadAsync(CancellationToken ct) => projects.GetAsync(site, ct);

    public async Task<IReadOnlyList<string>> OfAsync(TableauItem item, CancellationToken ct)
    {
        if (item.ProjectLuid is not { } project)
        {
            return [];
        }

        var tree = await projects.GetAsync(site, ct);
        return tree.PathOf(project)
            ?? (await projects.RefreshAsync(site, tree, ct)).PathOf(project)
            ?? (item.ProjectName is { } name ? [name] : []);
    }
}
