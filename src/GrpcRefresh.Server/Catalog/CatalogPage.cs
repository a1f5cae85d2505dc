namespace GrpcRefresh.Server.Catalog;

/// <summary>A page of content, sorted by name.</summary>
/// <param name="NextPageToken">Empty on the last page, and only there.</param>
internal sealed record CatalogPage(IReadOnlyList<CatalogItem> Items, string NextPageToken);
