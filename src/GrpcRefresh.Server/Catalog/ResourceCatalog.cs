using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Catalog;

/// <summary>Answers which piece of content a name means, and which there are. What Tableau told is remembered for a while.</summary>
internal sealed class ResourceCatalog
{
    private const int UsualPage = 100;
    private const int LargestPage = 1_000;
    private const int LongestText = 256;

    /// <summary>Owners of a page are looked up a few at a time; most are remembered after the first page.</summary>
    private const int OwnersAtOnce = 4;

    private readonly TableauSites _sites;
    private readonly ReferenceReader _reader;
    private readonly ItemDescriber _describer;
    private readonly PathLookup _paths;
    private readonly CatalogListings _listings;
    private readonly LookupCache<(SiteKey, ResourceType, string), CatalogItem> _items;

    public ResourceCatalog(TableauSites sites, IOptions<CatalogOptions> options, TimeProvider time)
    {
        var limits = options.Value;
        var projects = new ProjectTrees(limits.KeepProjects, time);
        _sites = sites;
        _reader = new ReferenceReader(sites);
        _describer = new ItemDescriber(projects, limits, time);
        _paths = new PathLookup(projects, _describer, new SimilarNames(limits, time));
        _listings = new CatalogListings(limits, time);
        _items = new LookupCache<(SiteKey, ResourceType, string), CatalogItem>(limits.MaxItems, limits.KeepItems, time);
    }

    /// <summary>The content that a reference means.</summary>
    /// <exception cref="RefusedException">The reference is bad, means nothing or several things, or Tableau cannot be asked.</exception>
    public async Task<CatalogItem> ResolveAsync(ResourceReference reference, CancellationToken ct)
    {
        var wanted = _reader.Read(reference);
        try
        {
            return await _items.GetAsync(wanted.Key, () => LoadAsync(wanted), ct);
        }
        catch (TableauException e) when (e.Kind == TableauErrorKind.NotFound)
        {
            throw CatalogFailures.NotFound(wanted, [], e);
        }
        catch (TableauException e)
        {
            throw new RefusedException(TableauFailures.From(e, wanted.Site.Key, wanted.ToString()), e);
        }
    }

    /// <summary>Asks Tableau again what the reference means, once it has said 404 to the content it meant before.</summary>
    public Task<CatalogItem> ReResolveAsync(CatalogItem stale, ResourceReference reference, CancellationToken ct)
    {
        Forget(stale);
        return ResolveAsync(reference, ct);
    }

    /// <summary>Forgets the content, by whatever reference it is remembered.</summary>
    public void Forget(CatalogItem stale) =>
        _items.Remove((_, item) => item.Site == stale.Site && item.Type == stale.Type && item.Luid == stale.Luid);

    /// <summary>A page of content, by name without regard to case.</summary>
    /// <exception cref="RefusedException">An argument is bad, or Tableau cannot be asked.</exception>
    public async Task<CatalogPage> ListAsync(
        SiteKey site, ResourceType type, string nameContains, int pageSize, string pageToken, CancellationToken ct)
    {
        var tableau = _sites.Get(site);
        Check(type, nameContains, pageSize);
        var after = PageToken.Read(pageToken, tableau.Key, type, nameContains);
        try
        {
            var all = await _listings.GetAsync(tableau, type, ct);
            var rest = all.Where(item => item.Name.Contains(nameContains, StringComparison.OrdinalIgnoreCase)
                && (after is null || CatalogListings.Order.Compare((item.Name, item.Luid), (after.LastName, after.LastLuid)) > 0));
            var size = pageSize == 0 ? UsualPage : Math.Min(pageSize, LargestPage);
            var page = rest.Take(size + 1).ToList();
            var items = await DescribeAsync(tableau, [.. page.Take(size)], ct);
            return new CatalogPage(items, page.Count > size ? TokenAfter(items[^1], nameContains).Write() : "");
        }
        catch (TableauException e)
        {
            throw new RefusedException(TableauFailures.From(e, tableau.Key), e);
        }
    }

    private async Task<CatalogItem> LoadAsync(WantedResource wanted)
    {
        // Shared by all who ask meanwhile, so no single caller's token stops it; the calls to Tableau have time-outs.
        var ct = CancellationToken.None;
        if (wanted.Path is { } path)
        {
            return await _paths.FindAsync(wanted, path, ct);
        }

        var luid = wanted.Luid ?? await wanted.Site.FindLuidByUrlIdAsync(wanted.Type, wanted.UrlId!, ct) ?? throw CatalogFailures.NotFound(wanted, []);
        return await _describer.DescribeAsync(wanted.Site, await wanted.Site.GetItemAsync(wanted.Type, luid, ct), ct);
    }

    private async Task<CatalogItem[]> DescribeAsync(TableauSite site, List<TableauItem> items, CancellationToken ct)
    {
        var described = new CatalogItem[items.Count];
        await Parallel.ForAsync(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = OwnersAtOnce, CancellationToken = ct },
            async (i, stop) => described[i] = await _describer.DescribeAsync(site, items[i], stop));
        return described;
    }

    private static PageToken TokenAfter(CatalogItem last, string nameContains) =>
        new(last.Site.Server, last.Site.ContentUrl, last.Type, nameContains, last.Name, last.Luid);

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
            throw RefusedException.InvalidField("page_size", "is negative. 0 means 100.");
        }
    }
}
