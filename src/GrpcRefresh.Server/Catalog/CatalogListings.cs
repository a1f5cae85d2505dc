using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog;

/// <summary>
/// All content of one type on one site, in an order of our own: Tableau's order of names depends on its database, and a page
/// must begin exactly where the one before ended.
/// </summary>
internal sealed class CatalogListings(CatalogOptions options, TimeProvider time)
{
    private readonly LookupCache<(SiteKey, ResourceType), IReadOnlyList<TableauItem>> _listings = new(options.MaxListings, options.KeepListings, time);

    public static IComparer<(string Name, string Luid)> Order { get; } = Comparer<(string Name, string Luid)>.Create((a, b) =>
        string.Compare(a.Name, b.Name, StringComparison.OrdinalIgnoreCase) is var byName and not 0 ? byName : string.CompareOrdinal(a.Luid, b.Luid));

    public Task<IReadOnlyList<TableauItem>> GetAsync(TableauSite site, ResourceType type, CancellationToken ct) =>
        _listings.GetAsync((site.Key, type), () => ReadAsync(site, type), ct);

    private static async Task<IReadOnlyList<TableauItem>> ReadAsync(TableauSite site, ResourceType type)
    {
        var items = new Dictionary<string, TableauItem>();
        await foreach (var item in site.ListItemsAsync(type, CancellationToken.None))
        {
            items[item.Luid] = item;
        }

        return [.. items.Values.OrderBy(item => (item.Name, item.Luid), Order)];
    }
}
