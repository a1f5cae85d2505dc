using GrpcRefresh.Server.Catalog.Mapping;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Catalog;

/// <summary>Answers which piece of content a name means, and which there are. What Tableau told is remembered for a while.</summary>
internal sealed class ResourceCatalog
{
    private readonly TableauSites _sites;
    private readonly ReferenceReader _reader;
    private readonly ItemDescriber _describer;
    private readonly NameSources _names;
    private readonly CatalogPager _pager;
    private readonly LookupCache<(SiteKey, ResourceType, string), CatalogItem> _items;

    /// <param name="mapping">Null where only Tableau is asked.</param>
    public ResourceCatalog(TableauSites sites, IOptions<CatalogOptions> options, TimeProvider time, MappingTable? mapping = null)
    {
        var limits = options.Value;
        var projects = new ProjectTrees(limits.KeepProjects, time);
        _sites = sites;
        _reader = new ReferenceReader(sites);
        _describer = new ItemDescriber(projects, new OwnerNames(limits, time));
        var tableau = new PathLookup(projects, _describer, new SimilarNames(limits, time));
        _names = new NameSources(limits.Sources.Count == 0 ? [tableau] : [.. limits.Sources.Select(source => Open(source, tableau, mapping))]);
        MayMeanInnermost = limits.AsksMappingTable;
        _pager = new CatalogPager(new CatalogListings(limits, time), _describer, projects);
        _items = new LookupCache<(SiteKey, ResourceType, string), CatalogItem>(limits.MaxItems, limits.KeepItems, time);
    }

    /// <summary>Whether a path of one project may mean content further down: then only what is found tells where it lies.</summary>
    public bool MayMeanInnermost { get; }

    /// <summary>The content that a reference means.</summary>
    /// <exception cref="RefusedException">The reference is bad, means nothing or several things, or Tableau cannot be asked.</exception>
    public Task<CatalogItem> ResolveAsync(ResourceReference reference, CancellationToken ct) => ResolveAsync(reference, CallerScope.Everything, ct);

    /// <param name="told">Where content may lie that is named as similar, when there is none of that name.</param>
    public async Task<CatalogItem> ResolveAsync(ResourceReference reference, CallerScope told, CancellationToken ct)
    {
        var wanted = _reader.Read(reference);
        try
        {
            return await _items.GetAsync(wanted.Key, () => LoadAsync(wanted), ct);
        }
        catch (ResourceNotFoundException e)
        {
            throw CatalogFailures.NotFound(e.Wanted, [.. e.Near.Where(item => told.Covers(item.Site, item.ProjectPath))], e);
        }
        catch (ResourceAmbiguousException e)
        {
            return OneOf(e, told);
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

    /// <summary>A page of the content inside a scope, by name without regard to case.</summary>
    /// <exception cref="RefusedException">An argument is bad, or Tableau cannot be asked.</exception>
    public async Task<CatalogPage> ListAsync(
        SiteKey site, ResourceType type, string nameContains, int pageSize, string pageToken, CallerScope scope, CancellationToken ct)
    {
        var tableau = _sites.Get(site);
        try
        {
            return await _pager.ListAsync(tableau, type, nameContains, pageSize, pageToken, scope, ct);
        }
        catch (TableauException e)
        {
            throw new RefusedException(TableauFailures.From(e, tableau.Key), e);
        }
    }

    // What lies outside of the caller's scope does not exist for it.
    private static CatalogItem OneOf(ResourceAmbiguousException e, CallerScope told) =>
        e.Candidates.Where(item => told.Covers(item.Site, item.ProjectPath)).ToList() switch
        {
            [] => throw CatalogFailures.NotFound(e.Wanted, [], e),
            [var only] => only,
            var several => throw CatalogFailures.Ambiguous(e.Wanted, several),
        };

    private INameSource Open(CatalogSource source, PathLookup tableau, MappingTable? mapping) => source == CatalogSource.Tableau
        ? tableau
        : new MappingLookup(mapping ?? throw new ArgumentNullException(nameof(mapping)), _describer);

    private async Task<CatalogItem> LoadAsync(WantedResource wanted)
    {
        // Shared by all who ask meanwhile, so no single caller's token stops it; the calls to Tableau have time-outs.
        var ct = CancellationToken.None;
        if (wanted.Path is { } path)
        {
            return await _names.FindAsync(wanted, path, ct);
        }

        var luid = wanted.Luid ?? await wanted.Site.FindLuidByUrlIdAsync(wanted.Type, wanted.UrlId!, ct) ?? throw CatalogFailures.NotFound(wanted, []);
        return await _describer.DescribeAsync(wanted.Site, await wanted.Site.GetItemAsync(wanted.Type, luid, ct), ct);
    }
}
