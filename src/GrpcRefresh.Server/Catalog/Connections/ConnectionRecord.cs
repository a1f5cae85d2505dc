using System.Text.Json.Serialization;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog.Connections;

/// <summary>One connection of one piece of content, and what is made of it.</summary>
/// <param name="ProjectPath">Names of the content's projects, outermost first.</param>
/// <param name="ServerAddress">As Tableau writes it; compare it only through an account host.</param>
/// <param name="ServerPort">As Tableau writes it; empty when it tells none.</param>
internal sealed record ConnectionRecord(
    SiteKey Site,
    ConnectionItemType ItemType,
    string ItemLuid,
    string ItemName,
    IReadOnlyList<string> ProjectPath,
    string ConnectionId,
    string ConnectionType,
    string ServerAddress,
    string ServerPort,
    string UserName,
    string AuthenticationType,
    AuthenticationKind AuthenticationKind,
    bool? EmbedPassword,
    ConnectionObstacle Obstacle,
    string ObstacleDetail)
{
    public string DatasourceName { get; init; } = "";

    public string DatasourceLuid { get; init; } = "";

    public bool? HasExtracts { get; init; }

    /// <summary>
    /// The workbook has several data sources, and Tableau tells only of all together that there is an extract: a refresh need not use this
    /// connection.
    /// </summary>
    public bool SharesItem { get; init; }

    /// <summary>Tableau Bridge refreshes the content.</summary>
    public bool ViaBridge { get; init; }

    /// <summary>The content's size in megabytes, as far as Tableau tells it.</summary>
    public long? ItemSize { get; init; }

    /// <summary>The Snowflake connections of the published data source that it leads to; empty for what is no such link.</summary>
    [JsonIgnore]
    public IReadOnlyList<ConnectionTarget> LeadsTo { get; init; } = [];

    [JsonIgnore]
    public bool IsSnowflake => string.Equals(ConnectionType, "snowflake", StringComparison.OrdinalIgnoreCase);
}
