namespace GrpcRefresh.Server.Catalog.Connections;

/// <summary>What Tableau told of the connections of some sites, in the contract's order.</summary>
/// <param name="Gaps">What could not be looked at, so that connections may be missing.</param>
/// <param name="ReadTime">When the reading began, so that nothing in it is older.</param>
internal sealed record InventoryReading(
    IReadOnlyList<ConnectionRecord> Connections, IReadOnlyList<InventoryHole> Gaps, DateTimeOffset ReadTime);

/// <param name="ItemLuid">Empty when the whole site is concerned.</param>
internal sealed record InventoryHole(SiteKey Site, string ItemLuid, string Detail)
{
    /// <summary>Whole sites before single items.</summary>
    public static IComparer<InventoryHole> Order { get; } = Comparer<InventoryHole>.Create((x, y) =>
        (x.Site.Server, x.Site.ContentUrl, x.ItemLuid, x.Detail).CompareTo((y.Site.Server, y.Site.ContentUrl, y.ItemLuid, y.Detail)));
}
