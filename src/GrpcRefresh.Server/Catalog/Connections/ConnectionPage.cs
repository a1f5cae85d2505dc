namespace GrpcRefresh.Server.Catalog.Connections;

/// <param name="NextPageToken">Empty on the last page, and only there.</param>
/// <param name="Gaps">Of the whole reading, and only with the first page.</param>
internal sealed record ConnectionPage(
    IReadOnlyList<ConnectionRecord> Connections, string NextPageToken, IReadOnlyList<InventoryHole> Gaps, DateTimeOffset ReadTime);
