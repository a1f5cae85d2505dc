using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog.Connections;

/// <summary>The published data sources of one site that hold Snowflake connections, to tell which links lead there.</summary>
internal sealed class PublishedSources
{
    private readonly ILookup<string, ConnectionRecord> _byLuid;
    private readonly ILookup<string, ConnectionRecord> _byName;

    public PublishedSources(IEnumerable<ConnectionRecord> connections)
    {
        var sources = connections.Where(connection => connection is { ItemType: ConnectionItemType.Datasource, IsSnowflake: true }).ToList();
        _byLuid = sources.ToLookup(connection => connection.ItemLuid, StringComparer.OrdinalIgnoreCase);
        _byName = sources.ToLookup(connection => connection.ItemName, StringComparer.Ordinal);
    }

    /// <summary>The link with what it leads to. Tableau does not document whose id a link tells, so that a name will do.</summary>
    public ConnectionRecord Follow(ConnectionRecord connection)
    {
        if (connection.Obstacle != ConnectionObstacle.PublishedDatasource)
        {
            return connection;
        }

        var targets = _byLuid.Contains(connection.DatasourceLuid) ? _byLuid[connection.DatasourceLuid] : _byName[connection.DatasourceName];
        return connection with { LeadsTo = [.. targets.Select(Target)] };
    }

    private static ConnectionTarget Target(ConnectionRecord source) => new(source.ServerAddress, source.UserName, source.AuthenticationKind, source.ProjectPath);
}
