using GrpcRefresh.Server.Catalog.Connections;

namespace GrpcRefresh.Server.Rotation.Planning;

/// <summary>What a plan leaves out, grouped so that a forgotten user or account is seen.</summary>
internal static class UnselectedGroups
{
    private const int MostGroups = 200;
    private const int MostNames = 5;

    public static IReadOnlyList<UnselectedGroup> Of(IReadOnlyList<ConnectionRecord> connections) =>
    [
        .. connections
            .GroupBy(connection => (Host: connection.ServerAddress.ToLowerInvariant(), User: connection.UserName, connection.AuthenticationKind))
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key.Host, StringComparer.Ordinal)
            .ThenBy(group => group.Key.User, StringComparer.Ordinal)
            .ThenBy(group => group.Key.AuthenticationKind)
            .Take(MostGroups)
            .Select(group => new UnselectedGroup(
                group.Key.Host,
                group.Key.User,
                group.Key.AuthenticationKind,
                group.Count(),
                [.. group.Select(connection => connection.ItemName).Distinct().Order(StringComparer.Ordinal).Take(MostNames)])),
    ];
}
