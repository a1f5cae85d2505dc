using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Planning;

/// <summary>The content that holds a connection. Its connections are changed, and proved, together.</summary>
internal readonly record struct ItemKey(SiteKey Site, ConnectionItemType Type, string Luid)
{
    public static ItemKey Of(ConnectionRecord connection) => new(connection.Site, connection.ItemType, connection.ItemLuid);

    /// <summary>The line of the item's refreshes; null for what cannot be refreshed.</summary>
    public Lane? Lane => Type switch
    {
        ConnectionItemType.Workbook => new Lane(Site, ResourceType.Workbook, Luid),
        ConnectionItemType.Datasource => new Lane(Site, ResourceType.Datasource, Luid),
        _ => null,
    };
}
