using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog.Connections;

/// <summary>Judges why a rotation has to leave a connection alone, and says what to do instead.</summary>
internal static class ConnectionObstacles
{
    /// <summary>Tableau's class of a workbook's link to a published data source.</summary>
    public const string PublishedDatasource = "sqlproxy";

    public const string Snowflake = "snowflake";

    /// <summary>What is said of a link to those who may not see where it leads.</summary>
    public const string LinkOutOfReach = "It leads to a published data source outside of where you may act, which holds the credential. Ask who may act there to rotate that one's connection.";

    /// <returns>Unspecified and no words when nothing stands in the way.</returns>
    public static (ConnectionObstacle Obstacle, string Detail) Of(ConnectionItemType item, TableauConnection connection, AuthenticationKind kind) => connection switch
    {
        _ when Is(connection, PublishedDatasource) => (ConnectionObstacle.PublishedDatasource,
            $"It leads to the published data source {Name(connection)}, which holds the credential: rotate that one's connection."),
        _ when connection.Type.Length > 0 && !Is(connection, Snowflake) => (ConnectionObstacle.NotSnowflake, $"It connects to {connection.Type}, not to Snowflake."),
        _ when item is ConnectionItemType.Flow => (ConnectionObstacle.ItemType, "It belongs to a flow, which this service does not change. Edit the flow's connection in Tableau."),
        _ when item is ConnectionItemType.VirtualConnection => (
            ConnectionObstacle.ItemType, "It belongs to a virtual connection, which this service does not change. Edit it in Tableau."),
        { Type: "" } => (ConnectionObstacle.NotSnowflake, "Tableau does not tell what it connects to."),
        _ => OfSigningIn(connection, kind),
    };

    private static (ConnectionObstacle, string) OfSigningIn(TableauConnection connection, AuthenticationKind kind) => kind switch
    {
        AuthenticationKind.Oauth => (ConnectionObstacle.Oauth, "It signs in by OAuth and has no password. Renew its saved credential in Tableau."),
        AuthenticationKind.KeyPair => (ConnectionObstacle.KeyPair,
            "It signs in with a key pair that is saved with a Tableau user. Replace the key in that user's saved credentials."),
        AuthenticationKind.None => (ConnectionObstacle.OtherAuthentication, "It signs in without a credential."),
        AuthenticationKind.Other => (ConnectionObstacle.OtherAuthentication,
            $"It signs in by '{connection.AuthenticationType}', which is not known to take a password. Change it in Tableau."),
        _ when connection.EmbedPassword == false => (ConnectionObstacle.NoEmbeddedPassword,
            "Tableau keeps no password with it and asks whoever opens the content. Embed one in Tableau if it is to be rotated."),
        _ => (ConnectionObstacle.Unspecified, ""),
    };

    private static string Name(TableauConnection connection) => (connection.DatasourceName, connection.DatasourceLuid) switch
    {
        ("", "") => "behind it, whose name Tableau does not tell",
        (var name, "") => $"'{name}'",
        ("", var luid) => luid,
        var (name, luid) => $"'{name}' ({luid})",
    };

    private static bool Is(TableauConnection connection, string type) => connection.Type.Equals(type, StringComparison.OrdinalIgnoreCase);
}
