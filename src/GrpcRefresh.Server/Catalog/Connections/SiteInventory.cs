using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog.Connections;

/// <summary>Reads the connections of one site. Each kind of content is listed by itself, so that trouble with one is a gap and no more.</summary>
internal sealed class SiteInventory(ProjectTrees projects, WorkbookSieve sieve, CatalogOptions options)
{
    private static readonly ConnectionItemType[] Kinds =
        [ConnectionItemType.Workbook, ConnectionItemType.Datasource, ConnectionItemType.Flow, ConnectionItemType.VirtualConnection];

    public async Task<InventoryPart> ReadAsync(TableauSite site, bool allConnectionTypes, CancellationToken ct)
    {
        var paths = new SitePaths(site, projects);
        try
        {
            await site.ReadyAsync(ct);
            await paths.LoadAsync(ct);
        }
        catch (TableauException e)
        {
            return InventoryPart.Failed(site.Key, "Nothing could be read.", e);
        }

        using var items = new ItemConnections(site, paths, options.ConnectionReads);
        var parts = await Task.WhenAll(Kinds.Select(kind => ReadAsync(site, kind, items, allConnectionTypes, ct)));
        var sources = new PublishedSources(parts.SelectMany(part => part.Connections));
        return new InventoryPart(
            [.. parts.SelectMany(part => part.Connections).Select(sources.Follow).Where(connection => allConnectionTypes || MayConcernSnowflake(connection))],
            [.. parts.SelectMany(part => part.Gaps)])
        {
            Failure = parts.Take(2).All(part => part.Failure is not null) ? parts[0].Failure : null,
        };
    }

    private async Task<InventoryPart> ReadAsync(
        TableauSite site, ConnectionItemType kind, ItemConnections items, bool allConnectionTypes, CancellationToken ct)
    {
        try
        {
            return await items.ReadAsync(kind, await ListAsync(site, kind, allConnectionTypes, ct), ct);
        }
        catch (TableauException e)
        {
            return InventoryPart.Failed(site.Key, $"The {kind.Words()}s could not be listed.", e);
        }
    }

    private async Task<IReadOnlyCollection<TableauItem>> ListAsync(
        TableauSite site, ConnectionItemType kind, bool allConnectionTypes, CancellationToken ct)
    {
        if (kind == ConnectionItemType.VirtualConnection && await site.GetApiVersionAsync(ct) < ApiVersion.FirstWithVirtualConnections)
        {
            throw new TableauException(TableauErrorKind.NotSupported, "This Tableau's API is below 3.18, and older than that.");
        }

        if (kind == ConnectionItemType.Datasource && !allConnectionTypes)
        {
            return Distinct(await site.ListDatasourcesAsync(ConnectionObstacles.Snowflake, ct));
        }

        var all = Distinct(await site.ListItemsAsync(kind, ct).ToListAsync(ct));
        return kind == ConnectionItemType.Workbook && !allConnectionTypes ? await sieve.SiftAsync(site, all, ct) : all;
    }

    // A list that changes while its pages are read tells some rows twice.
    private static List<TableauItem> Distinct(IEnumerable<TableauItem> items) => [.. items.DistinctBy(item => item.Luid)];

    private static bool MayConcernSnowflake(ConnectionRecord connection) =>
        connection.IsSnowflake || connection.LeadsTo.Count > 0 || connection.ConnectionType.Length == 0;
}
