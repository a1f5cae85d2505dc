using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.GraphQl;

/// <summary>A database as the metadata API sees it: what some connections have in common.</summary>
internal sealed record MetadataDatabase(string Name, string ConnectionType, string HostName, IReadOnlyList<ContentItem> Items)
{
    public string Luid => World.Luid.From($"database/{ConnectionType}/{HostName}/{Name}");

    public IEnumerable<ContentItem> Of(ContentKind kind) => Items.Where(item => item.Kind == kind);

    public static IEnumerable<MetadataDatabase> In(IEnumerable<ContentItem> items) =>
        from item in items
        from connection in item.Connections
        where !connection.IsLinkToPublishedSource
        group item by (connection.DatabaseName, connection.Type, Host: connection.ServerAddress.ToLowerInvariant()) into database
        select new MetadataDatabase(database.Key.DatabaseName, database.Key.Type, database.Key.Host, [.. database.DistinctBy(item => item.Luid)]);
}
