using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Output;

/// <summary>Connections as text.</summary>
internal static class ConnectionText
{
    /// <summary>A connection in a table.</summary>
    public static IReadOnlyList<Column<Connection>> Table { get; } =
    [
        new("SITE", Site),
        new("KIND", one => Names<ConnectionItemType>.FlagOf(one.ItemType)),
        new("CONTENT", Item),
        new("TYPE", one => one.ConnectionType),
        new("HOST", one => one.ServerAddress),
        new("USER", one => one.UserName),
        new("SIGNS IN BY", one => Names<AuthenticationKind>.FlagOf(one.AuthenticationKind)),
        new("EXTRACT", one => one.HasHasExtracts ? YesNo(one.HasExtracts) : "?"),
        new("CONNECTION", one => one.ConnectionId),
        new("LEFT ALONE BECAUSE", Obstacle),
    ];

    /// <summary>Every field under the name that the contract's JSON gives it.</summary>
    public static IReadOnlyList<Column<Connection>> Csv { get; } =
    [
        new("connectionId", one => one.ConnectionId),
        new("server", one => one.Server),
        new("site", one => one.Site),
        new("itemType", one => Names<ConnectionItemType>.FlagOf(one.ItemType)),
        new("itemLuid", one => one.ItemLuid),
        new("itemName", one => one.ItemName),
        new("projectPath", one => string.Join('/', one.ProjectPath.Select(Escape))),
        new("connectionType", one => one.ConnectionType),
        new("serverAddress", one => one.ServerAddress),
        new("serverPort", one => one.ServerPort == 0 ? "" : $"{one.ServerPort}"),
        new("userName", one => one.UserName),
        new("authenticationType", one => one.AuthenticationType),
        new("authenticationKind", one => Names<AuthenticationKind>.FlagOf(one.AuthenticationKind)),
        new("embedPassword", one => one.HasEmbedPassword ? YesNo(one.EmbedPassword) : ""),
        new("hasExtracts", one => one.HasHasExtracts ? YesNo(one.HasExtracts) : ""),
        new("obstacle", one => one.Obstacle == ConnectionObstacle.Unspecified ? "" : Names<ConnectionObstacle>.FlagOf(one.Obstacle)),
        new("obstacleDetail", one => one.ObstacleDetail),
        new("datasourceName", one => one.DatasourceName),
        new("datasourceLuid", one => one.DatasourceLuid),
    ];

    public static string Item(Connection one) => string.Join(" / ", one.ProjectPath.Append(one.ItemName));

    /// <summary>The site, after its server where that is not the usual one.</summary>
    public static string Site(Connection one) => Site(one.Server, one.Site);

    public static string Site(string server, string site) =>
        $"{(server is "" or "default" ? "" : $"{server}:")}{(site.Length > 0 ? site : "(default)")}";

    public static string YesNo(bool value) => value ? "yes" : "no";

    private static string Obstacle(Connection one) =>
        one.ObstacleDetail.Length > 0 ? one.ObstacleDetail
        : one.Obstacle == ConnectionObstacle.Unspecified ? ""
        : Names<ConnectionObstacle>.FlagOf(one.Obstacle);

    /// <summary>As <c>--project</c> understands it.</summary>
    private static string Escape(string name) =>
        name.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);
}
