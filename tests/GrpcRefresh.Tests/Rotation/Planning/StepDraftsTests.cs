using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Tests.Catalog.Connections;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.Tests.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rotation.Planning;

public sealed class StepDraftsTests : IDisposable
{
    private readonly TableauWorkbench _bench = new(_ => { });

    [Fact]
    public void One_credential_is_for_all_that_were_chosen()
    {
        var (chosen, others) = Sort(ConnectionQuery.Everything with { UserName = "TABLEAU_SVC" }, [""], The.Connection("a"), The.Connection("b", user: "tableau_svc"), The.Connection("c", user: "OTHER"));

        Assert.Equal([("a", "", true), ("b", "", true)], chosen.Select(draft => (draft.Connection.ConnectionId, draft.CredentialKey, draft.Changes)));
        Assert.Equal(["c"], others.Select(connection => connection.ConnectionId));
    }

    [Fact]
    public void Credentials_by_user_find_their_connections_whatever_the_case_and_leave_the_rest()
    {
        var (chosen, others) = Sort(
            ConnectionQuery.Everything, ["finance_svc", "sales_svc"], The.Connection("a", user: "FINANCE_SVC"), The.Connection("b", user: "Sales_Svc"), The.Connection("c", user: "OTHER"));

        Assert.Equal([("a", "finance_svc"), ("b", "sales_svc")], chosen.Select(draft => (draft.Connection.ConnectionId, draft.CredentialKey)));
        Assert.Equal(["c"], others.Select(connection => connection.ConnectionId));
    }

    [Fact]
    public void What_has_an_obstacle_is_chosen_but_left_alone()
    {
        var link = The.Connection("l") with { ConnectionType = "sqlproxy", Obstacle = ConnectionObstacle.PublishedDatasource, ObstacleDetail = "x" };

        var (chosen, others) = Sort(ConnectionQuery.Everything, [""], link);

        Assert.False(Assert.Single(chosen).Changes);
        Assert.Empty(others);
    }

    [Fact]
    public void A_link_belongs_to_whoever_signs_in_at_its_data_source()
    {
        var link = The.Connection("l", host: "localhost", user: "") with
        {
            ConnectionType = "sqlproxy",
            Obstacle = ConnectionObstacle.PublishedDatasource,
            LeadsTo = [new ConnectionTarget(InventoryWorkbench.Account, "Sales_Svc", AuthenticationKind.Password, ["Finance"])],
        };

        var (chosen, _) = Sort(ConnectionQuery.Everything, ["sales_svc"], link);

        Assert.Equal(("sales_svc", false), (Assert.Single(chosen).CredentialKey, chosen[0].Changes));
    }

    [Fact]
    public void Other_databases_are_neither_chosen_nor_missed()
    {
        var (chosen, others) = Sort(ConnectionQuery.Everything, ["sales_svc"], The.Connection("s", user: "OTHER") with { ConnectionType = "sqlserver" });

        Assert.Empty(chosen);
        Assert.Empty(others);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_connection_without_a_password_is_given_one_only_when_it_was_named(bool named)
    {
        var query = ConnectionQuery.Everything with { ConnectionIds = named ? ["c"] : [] };

        var (chosen, _) = Sort(query, [""], The.Connection() with { EmbedPassword = false, Obstacle = ConnectionObstacle.NoEmbeddedPassword });

        Assert.Equal((named, named), (Assert.Single(chosen).Changes, chosen[0].ChangesEmbedPassword));
    }

    public void Dispose() => _bench.Dispose();

    private (IReadOnlyList<StepDraft> Chosen, IReadOnlyList<ConnectionRecord> Others) Sort(ConnectionQuery query, string[] users, params ConnectionRecord[] connections) =>
        new StepDrafts(
            ConnectionSelection.Of(query, _bench.Sites, SomeCaller.Anonymous), users.ToDictionary(user => user, _ => new ResolvedCredential(null, new Secret("new"), null))).Sort(connections);
}
