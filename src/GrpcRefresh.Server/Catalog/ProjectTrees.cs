using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Catalog;

/// <summary>The project trees of all sites, remembered for a while.</summary>
internal sealed class ProjectTrees(TimeSpan lifetime, TimeProvider time)
{
    private const int MostSites = 1_000;

    /// <summary>A tree this young is not read again for a project that it lacks: the account cannot see that one.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(30);

    private readonly LookupCache<SiteKey, ProjectTree> _trees = new(MostSites, lifetime, time);

    public Task<ProjectTree> GetAsync(TableauSite site, CancellationToken ct) => _trees.GetAsync(
        site.Key, async () => new ProjectTree(await site.ListProjectsAsync(CancellationToken.None), time.GetUtcNow()), ct);

    /// <summary>The names of the projects that hold an item, outermost first; empty in a personal space.</summary>
    public async Task<IReadOnlyList<string>> PathOfAsync(TableauSite site, TableauItem item, CancellationToken ct)
    {
        if (item.ProjectLuid is not { } project)
        {
            return [];
        }

        var tree = await GetAsync(site, ct);
        return tree.PathOf(project)
            ?? (await RefreshAsync(site, tree, ct)).PathOf(project)
            ?? (item.ProjectName is { } name ? [name] : []);
    }

    /// <summary>A newer tree, for a project that this one lacks; the same when it is young.</summary>
    public Task<ProjectTree> RefreshAsync(TableauSite site, ProjectTree lacking, CancellationToken ct)
    {
        if (time.GetUtcNow() - lacking.ReadAt < Young)
        {
            return Task.FromResult(lacking);
        }

        _trees.Remove((_, tree) => ReferenceEquals(tree, lacking));
        return GetAsync(site, ct);
    }
}
