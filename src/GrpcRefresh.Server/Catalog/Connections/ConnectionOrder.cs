namespace GrpcRefresh.Server.Catalog.Connections;

/// <summary>The contract's order of connections: by server, site, kind of item, project path, name and connection.</summary>
internal sealed class ConnectionOrder : IComparer<ConnectionRecord>
{
    public static readonly ConnectionOrder Instance = new();

    public int Compare(ConnectionRecord? x, ConnectionRecord? y) =>
        Compare(KeyOf(x!), KeyOf(y!)) is var byKey and not 0 ? byKey
        : string.CompareOrdinal(x!.ItemLuid, y!.ItemLuid) is var byItem and not 0 ? byItem
        : string.CompareOrdinal(x.ConnectionId, y.ConnectionId);

    /// <summary>What precedes the ids. The separators sort before all letters, so that a project's own content comes before that of those below it.</summary>
    public static string KeyOf(ConnectionRecord connection) =>
        $"{connection.Site.Server}\0{connection.Site.ContentUrl}\0{connection.ItemType:D}\0{string.Join('\u0001', connection.ProjectPath)}\0{connection.ItemName}";

    public static int Compare(string key, string other) =>
        string.Compare(key, other, StringComparison.OrdinalIgnoreCase) is var loosely and not 0 ? loosely : string.CompareOrdinal(key, other);

    public static IReadOnlyList<ConnectionRecord> Sort(IEnumerable<ConnectionRecord> connections) =>
    [
        .. connections.Select(connection => (Key: KeyOf(connection), Connection: connection))
            .Order(Comparer<(string Key, ConnectionRecord Connection)>.Create((x, y) =>
                Compare(x.Key, y.Key) is var byKey and not 0 ? byKey : Instance.Compare(x.Connection, y.Connection)))
            .Select(row => row.Connection),
    ];
}
