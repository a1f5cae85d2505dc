using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog;

/// <summary>Cuts the list of all content into pages.</summary>
internal sealed class CatalogPager(CatalogListings listings, ItemDescriber describer, ProjectTrees projects)
{
    private const int UsualPage = 100;
    private const int LargestPage = 1_000;
    private const int LongestText = 256;

    /// <summary>Owners of a page are looked up a few at a time; most are remembered after the first page.</summary>
    private const int OwnersAtOnce = 4;

    public async Task<CatalogPage> ListAsync(
        TableauSite site, ResourceType type, string nameContains, int pageSize, string pageToken, CallerScope scope, CancellationToken ct)
    {
        Check(type, nameContains, pageSize);
        var after = PageToken.Read(pageToken, site.Key, type, nameContains);
        var size = pageSize == 0 ? UsualPage : Math.Min(pageSize, LargestPage);
        var all = await listings.GetAsync(site, type, ct);

        // One more than asked for tells whether there is a next page.
        var page = await (after?.Rest(all, item => (item.Name, item.Luid)) ?? all)
            .Where(item => item.Name.Contains(nameContains, StringComparison.OrdinalIgnoreCase))
            .ToAsyncEnumerable()
            .Where(async (item, stop) => scope.Projects.Count == 0 || scope.CoversProject(await projects.PathOfAsync(site, item, stop)))
            .Take(size + 1)
            .ToListAsync(ct);
        var items = await DescribeAsync(site, [.. page.Take(size)], ct);
        return new CatalogPage(items, page.Count > size ? PageToken.After(items[^1], nameContains).Write() : "");
    }

    private async Task<CatalogItem[]> DescribeAsync(TableauSite site, List<TableauItem> items, CancellationToken ct)
    {
        var described = new CatalogItem[items.Count];
        await Parallel.ForAsync(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = OwnersAtOnce, CancellationToken = ct },
            async (i, stop) => described[i] = await describer.DescribeAsync(site, items[i], stop));
        return described;
    }

    private static void Check(ResourceType type, string nameContains, int pageSize)
    {
        if (type is not (ResourceType.Workbook or ResourceType.Datasource))
        {
            throw RefusedException.InvalidField("type", "say whether to list workbooks or data sources.");
        }

        if (nameContains.Length > LongestText)
        {
            throw RefusedException.InvalidField("name_contains", $"has more than {LongestText} characters.");
        }

        if (pageSize < 0)
        {
            throw RefusedException.InvalidField("page_size", $"is negative. 0 means {UsualPage}.");
        }
    }
}
