namespace GrpcRefresh.Server.Tableau;

/// <summary>A connection as the REST API tells it; texts are empty when it does not tell them. The password never is.</summary>
internal sealed record TableauConnection(
    string Id, string Type, string ServerAddress, string ServerPort, string UserName, string AuthenticationType, bool? EmbedPassword)
{
    /// <summary>Tableau keeps the tokens of an OAuth connection.</summary>
    public bool ManagedKeychain { get; init; }

    public string DatasourceLuid { get; init; } = "";

    public string DatasourceName { get; init; } = "";
}
