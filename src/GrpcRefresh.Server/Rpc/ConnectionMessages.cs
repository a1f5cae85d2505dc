using System.Globalization;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc;

/// <summary>Connections as the contract shows them.</summary>
internal static class ConnectionMessages
{
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
            ServerPort = int.TryParse(record.ServerPort, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0,
            UserName = record.UserName,
            AuthenticationType = record.AuthenticationType,
            AuthenticationKind = record.AuthenticationKind,
            Obstacle = record.Obstacle,
            ObstacleDetail = record.ObstacleDetail,
            DatasourceName = record.DatasourceName,
            DatasourceLuid = record.DatasourceLuid,
        };

        if (record.EmbedPassword is { } embedPassword)
        {
            connection.EmbedPassword = embedPassword;
        }

        if (record.HasExtracts is { } hasExtracts)
        {
            connection.HasExtracts = hasExtracts;
        }

        return connection;
    }
}
