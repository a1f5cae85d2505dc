using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog.Connections;

/// <summary>A caller's choice of connections, checked as far as that goes without knowing the sites.</summary>
/// <param name="Accounts">Hosts of one account; empty includes all accounts.</param>
/// <param name="Projects">Paths of names, outermost first.</param>
internal sealed record ConnectionQuery(
    string Server,
    IReadOnlyList<string> Sites,
    IReadOnlyList<AccountHost> Accounts,
    string UserName,
    IReadOnlyList<AuthenticationKind> AuthenticationKinds,
    IReadOnlyList<ConnectionItemType> ItemTypes,
    IReadOnlyList<IReadOnlyList<string>> Projects,
    IReadOnlyList<string> ConnectionIds)
{
    public static readonly ConnectionQuery Everything = new("", [], [], "", [], [], [], []);
}
