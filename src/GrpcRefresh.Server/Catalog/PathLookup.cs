using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Catalog;

/// <summary>Asks Tableau for content by project path and name, and says what else could have been meant.</summary>
internal sealed class PathLookup(ProjectTrees projects, ItemDescriber describer, SimilarNames similar) : INameSource
{
    public async Task<CatalogItem> FindAsync(WantedResource wanted, ResourceNamePath path, CancellationToken ct)
    {
        var named = await wanted.Site.FindItemsByNameAsync(wanted.Type, path.Name, ct);
        var there = await FindProjectsAsync(wanted.Site, path.ProjectPath, ct);
        var matches = named.Where(item => item.ProjectLuid is { } project && there.Contains(project)).ToList();
        return matches.Count switch
        {
            1 => await describer.DescribeAsync(wanted.Site, matches[0], ct),
            0 => throw new ResourceNotFoundException(wanted, await FindNearAsync(wanted, there, named, ct)),
            _ => throw new ResourceAmbiguousException(wanted, await DescribeAsync(wanted.Site, matches, ct)),
        };
    }

    private async Task<IReadOnlySet<string>> FindProjectsAsync(TableauSite site, IReadOnlyList<string> path, CancellationToken ct)
    {
        var tree = await projects.GetAsync(site, ct);
        return tree.Find(path) is { Count: > 0 } found ? found : (await projects.RefreshAsync(site, tree, ct)).Find(path);
    }

    private async Task<IReadOnlyList<CatalogItem>> FindNearAsync(
        WantedResource wanted, IReadOnlySet<string> there, IReadOnlyList<TableauItem> elsewhere, CancellationToken ct)
    {
        var misspelt = await similar.FindAsync(wanted.Site, wanted.Type, there, wanted.Path!.Name, ct);
        return await DescribeAsync(wanted.Site, misspelt.Concat(elsewhere).Take(CatalogFailures.MostNear), ct);
    }

    private async Task<IReadOnlyList<CatalogItem>> DescribeAsync(TableauSite site, IEnumerable<TableauItem> items, CancellationToken ct)
    {
        var described = new List<CatalogItem>();
        foreach (var item in items)
        {
            described.Add(await describer.DescribeAsync(site, item, ct));
        }

        return described;
    }
}
