using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Planning;

/// <summary>A chosen connection and the credential it would be given; none when it is to be left alone.</summary>
internal sealed record StepDraft(ConnectionRecord Connection, string CredentialKey, ResolvedCredential? Credential)
{
    public ItemKey Item { get; } = ItemKey.Of(Connection);

    public bool Changes => Credential is not null;

    public string NewUserName => Credential?.UserName is { Length: > 0 } name ? name : Connection.UserName;

    public bool ChangesEmbedPassword => Changes && Connection.EmbedPassword == false;

    /// <summary>A name that Tableau did not tell cannot be put back.</summary>
    public bool CanRollBack =>
        Credential?.Previous is not null && Connection.EmbedPassword != false && (Connection.UserName.Length > 0 || NewUserName.Length == 0);

    public bool CanBeRefreshed => Changes && Connection.HasExtracts == true && Item.Lane is not null && !Connection.ViaBridge && !Connection.SharesItem;

    public bool ChangesUserName => Changes && Connection.UserName.Length > 0 && !string.Equals(NewUserName, Connection.UserName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Chosen by its id, a connection is given a password even where Tableau kept none.</summary>
    public static ConnectionObstacle ObstacleOf(ConnectionRecord connection, bool chosenById) =>
        chosenById && connection.Obstacle == ConnectionObstacle.NoEmbeddedPassword ? ConnectionObstacle.Unspecified : connection.Obstacle;
}
