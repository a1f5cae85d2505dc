namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>What the sites of one sync list. Content that any of them has is not gone, whichever site a row tells.</summary>
internal sealed class ListedContent(IEnumerable<(SiteKey Site, IReadOnlyList<ListedItem> Items)> listings)
{
    // Of servers, because a copy of a server has the same ids.
    private readonly ILookup<string, string> _servers = listings
        .SelectMany(listing => listing.Items.Select(item => (item.Luid, listing.Site.Server)))
        .ToLookup(one => one.Luid, one => one.Server, StringComparer.OrdinalIgnoreCase);

    public bool Has(MappingRow row) => _servers[row.Luid!].Any(row.MayBeOf);
}
