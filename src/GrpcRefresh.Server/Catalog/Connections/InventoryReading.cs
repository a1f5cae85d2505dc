namespace GrpcRefresh.Server.Catalog.Connections;

/// <summary>What Tableau told of the connections of some sites, in the contract's order.</summary>
/// <param name="Gaps">What could not be looked at, so that connections may be missing.</param>
internal sealed record InventoryReading(
    IReadOnlyList<ConnectionRecord> Connections, IReadOnlyList<InventoryHole> Gaps, DateTimeOffset ReadTime);

/// <param name="ItemLuid">Empty when the whole site is concerned.</param>
internal sealed record InventoryHole(SiteKey Site, string ItemLuid, string Detail);
