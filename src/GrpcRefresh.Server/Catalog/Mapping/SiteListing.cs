using System.Collections.Concurrent;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>Lists all workbooks and data sources of a site with what the mapping table has of them. All, or nothing: a part would look like a loss.</summary>
internal sealed class SiteListing(OwnerNames owners, int parallel, TimeProvider time)
{
    private static readonly ResourceType[] Types = [ResourceType.Workbook, ResourceType.Datasource];

    /// <exception cref="TableauException">Something of it could not be read.</exception>
    public async Task<IReadOnlyList<ListedItem>> ReadAsync(TableauSite site, CancellationToken ct)
    {
        await site.ReadyAsync(ct);
        // Read anew, because paths are what a sync is about.
        var tree = new ProjectTree(await site.ListProjectsAsync(ct), time.GetUtcNow());
        var items = await ItemsAsync(site, ct);
        var names = new ConcurrentDictionary<string, string>();
        await Parallel.ForEachAsync(
            items.Where(item => item.OwnerLuid is not null).DistinctBy(item => item.OwnerLuid),
            new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = ct },
            async (item, token) => names[item.OwnerLuid!] = await owners.OfAsync(site, item, token));
        return [.. items.Select(item => Describe(item, tree, item.OwnerLuid is { } owner ? names[owner] : ""))];
    }

    /// <summary>The ids that are there now. A list whose pages move while they are read can miss some, so that only what is missed twice has gone.</summary>
    /// <exception cref="TableauException">Something of it could not be read.</exception>
    public static async Task<IReadOnlySet<string>> LuidsAsync(TableauSite site, CancellationToken ct) =>
        (await ItemsAsync(site, ct)).Select(item => item.Luid).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static async Task<IReadOnlyList<TableauItem>> ItemsAsync(TableauSite site, CancellationToken ct)
    {
        var items = new Dictionary<string, TableauItem>(StringComparer.OrdinalIgnoreCase);
        foreach (var type in Types)
        {
            await foreach (var item in site.ListItemsAsync(type, ct))
            {
                items[item.Luid] = item;
            }
        }

        return [.. items.Values];
    }

    private static ListedItem Describe(TableauItem item, ProjectTree tree, string owner)
    {
        // A project that the account may not see is told by its name alone.
        var path = item.ProjectLuid is not { } project ? [] : tree.PathOf(project) ?? (item.ProjectName is { } name ? [name] : (IReadOnlyList<string>)[]);
        return new ListedItem(item.Type, item.Luid, item.Name, path.Count > 0 ? path[^1] : "", ProjectPathText.Write(path), owner, item.WebpageUrl ?? "");
    }
}
