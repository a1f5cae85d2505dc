using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc;

/// <summary>Connections as the contract shows them.</summary>
internal static class ConnectionMessages
{
    private const int MostGaps = 100;

    public static ListConnectionsResponse Of(ConnectionPage page) => new()
    {
        Connections = { page.Connections.Select(Of) },
        NextPageToken = page.NextPageToken,
        Gaps = { Of(page.Gaps) },
        ReadTime = page.ReadTime.ToTimestamp(),
    };

    public static Connection Of(ConnectionRecord record)
    {
        var connection = new Connection
        {
            ConnectionId = record.ConnectionId,
            Server = record.Site.Server,
            Site = record.Site.ContentUrl,
            ItemType = record.ItemType,
            ItemLuid = record.ItemLuid,
            ItemName = record.ItemName,
            ProjectPath = { record.ProjectPath },
            ConnectionType = record.ConnectionType,
            ServerAddress = record.ServerAddress,
            ServerPort = int.TryParse(record.ServerPort, CultureInfo.InvariantCulture, out var port) ? port : 0,
            UserName = record.UserName,
            AuthenticationType = record.AuthenticationType,
            AuthenticationKind = record.AuthenticationKind,
            Obstacle = record.Obstacle,
            ObstacleDetail = record.ObstacleDetail,
            DatasourceName = record.DatasourceName,
            DatasourceLuid = record.DatasourceLuid,
        };

        if (record.EmbedPassword is { } embedded)
        {
            connection.EmbedPassword = embedded;
        }

        if (record.HasExtracts is { } hasExtracts)
        {
            connection.HasExtracts = hasExtracts;
        }

        return connection;
    }

    /// <summary>Those that fit; the last then says how many more there are.</summary>
    public static IEnumerable<InventoryGap> Of(IReadOnlyList<InventoryHole> gaps) => gaps.Count <= MostGaps
        ? gaps.Select(Of)
        : [.. gaps.Take(MostGaps - 1).Select(Of), new InventoryGap { Detail = $"{gaps.Count - MostGaps + 1} further gaps are not shown here." }];

    private static InventoryGap Of(InventoryHole gap) => new()
    {
        Server = gap.Site.Server,
        Site = gap.Site.ContentUrl,
        ItemLuid = gap.ItemLuid,
        Detail = gap.Detail,
    };
}
