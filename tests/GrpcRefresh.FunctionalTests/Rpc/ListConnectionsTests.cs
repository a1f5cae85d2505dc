using Grpc.Core;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Rpc;

public sealed class ListConnectionsTests
{
    [Fact]
    public async Task Connections_come_in_pages_and_Tableau_is_asked_once()
    {
        await using var service = await TestService.StartAsync();
        var (found, token, pages) = (new List<Connection>(), "", 0);
        do
        {
            var page = await ListAsync(service, new ListConnectionsRequest { PageSize = 5, PageToken = token });
            found.AddRange(page.Connections);
            (token, pages) = (page.NextPageToken, pages + 1);
        }
        while (token.Length > 0);

        var whole = await ListAsync(service, new ListConnectionsRequest());
        Assert.Equal(whole.Connections, found);
        Assert.Equal((whole.Connections.Count + 4) / 5, pages);
        Assert.Equal(1, service.Tableau.Requests["GET /sites/{id}/workbooks"]);
        Assert.NotNull(whole.ReadTime);
        Assert.Empty(service.Errors.Entries);
    }

    [Fact]
    public async Task A_selector_chooses_by_account_user_and_project()
    {
        await using var service = await TestService.StartAsync();

        var chosen = await ListAsync(service, new ListConnectionsRequest
        {
            Selector = new ConnectionSelector
            {
                AccountHost = "https://ACME_analytics.privatelink.snowflakecomputing.com/",
                UserName = "finance_svc",
                Projects = { "Finance" },
                ItemTypes = { ConnectionItemType.Workbook, ConnectionItemType.Datasource },
            },
        });

        Assert.Equal(
            ["Board Report", "Budget vs Actuals", "R&D Spend", "Ledger"], chosen.Connections.Select(connection => connection.ItemName));
        var link = chosen.Connections[0];
        Assert.Equal((ConnectionObstacle.PublishedDatasource, "Ledger"), (link.Obstacle, link.DatasourceName));
        Assert.Equal(service.Tableau.World.Item("Finance/Ledger").Luid, link.DatasourceLuid);
    }

    [Fact]
    public async Task Other_databases_are_listed_when_they_are_asked_for()
    {
        await using var service = await TestService.StartAsync();

        var all = await ListAsync(service, new ListConnectionsRequest { AllConnectionTypes = true });

        Assert.Contains(all.Connections, connection => connection is { ConnectionType: "sqlserver", Obstacle: ConnectionObstacle.NotSnowflake });
    }

    [Fact]
    public async Task A_bad_selector_and_an_unknown_site_are_refused()
    {
        await using var service = await TestService.StartAsync();

        var bad = await Assert.ThrowsAsync<RpcException>(() => ListAsync(service, new() { Selector = new() { AccountHost = "acme", Projects = { "/" } } }));
        var unknown = await Assert.ThrowsAsync<RpcException>(() => ListAsync(service, new() { Selector = new() { Sites = { "nowhere" } } }));

        Assert.Equal("INVALID_REQUEST", bad.Info().Reason);
        Assert.Equal("SITE_NOT_CONFIGURED", unknown.Info().Reason);
        Assert.Equal(0, service.Tableau.Requests["POST /auth/signin"]);
    }

    private static async Task<ListConnectionsResponse> ListAsync(TestService service, ListConnectionsRequest request) =>
        await service.Credentials.ListConnectionsAsync(request, deadline: DateTime.UtcNow + CallExtensions.Patience);
}
