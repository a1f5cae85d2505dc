using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Tableau;

public sealed class InventoryTests
{
    private static readonly ConnectionItemType[] Refreshed = [ConnectionItemType.Workbook, ConnectionItemType.Datasource];

    [Theory]
    [InlineData("3.27")]
    // It knows the filters by other things, but not by the type of connection.
    [InlineData("3.16")]
    public async Task Every_Snowflake_connection_of_all_sites_is_found(string version)
    {
        await using var neighbour = await Neighbour.StartAsync(options => options.ApiVersion = version);

        var reading = await ReadAsync(neighbour);

        Assert.Equal(Seeded(neighbour.Simulator), Found(reading));
        Assert.All(reading.Connections, connection => Assert.True(connection is { ProjectPath.Count: > 0, ItemName.Length: > 0 }));
        Assert.All(reading.Connections.Where(IsRefreshed), connection => Assert.True(connection is { ItemSize: > 0, HasExtracts: not null }));
        Assert.Equal(ConnectionOrder.Sort(reading.Connections), reading.Connections);
    }

    [Fact]
    public async Task What_a_rotation_leaves_alone_is_listed_with_the_reason()
    {
        await using var neighbour = await Neighbour.StartAsync();

        var left = (await ReadAsync(neighbour)).Connections.Where(IsRefreshed).Where(connection => connection.Obstacle != ConnectionObstacle.Unspecified);

        Assert.Equal(
            [
                ("Board Report", ConnectionObstacle.PublishedDatasource, "FINANCE_SVC"), ("Leads", ConnectionObstacle.Oauth, ""),
                ("Overview", ConnectionObstacle.PublishedDatasource, "MARKETING_SVC"), ("Sensor Readings", ConnectionObstacle.KeyPair, ""),
            ],
            left.Select(each => (each.ItemName, each.Obstacle, each.LeadsTo.SingleOrDefault()?.UserName ?? "")).Order());
    }

    [Fact]
    public async Task Content_without_Snowflake_costs_no_request_and_a_second_look_none_at_all()
    {
        await using var neighbour = await Neighbour.StartAsync();

        await ReadAsync(neighbour);
        await ReadAsync(neighbour);

        var requests = neighbour.Simulator.Requests;
        Assert.Equal(
            // All workbooks but two, and all data sources but one.
            (2, 2, 2, 2, 2, 14, 7),
            (requests["POST /auth/signin"], requests["GET /sites/{id}/projects"], requests["GET /sites/{id}/workbooks"], requests["GET /sites/{id}/datasources"],
                requests["POST /metadata/graphql"], requests["GET /sites/{id}/workbooks/{id}/connections"], requests["GET /sites/{id}/datasources/{id}/connections"]));
    }

    [Fact]
    public async Task An_index_that_answers_in_part_is_not_believed()
    {
        await using var neighbour = await Neighbour.StartAsync(options => options.Workbooks = 20);
        neighbour.Simulator.Settings.MetadataError = "NODE_LIMIT_EXCEEDED";

        Assert.Equal(Seeded(neighbour.Simulator), Found(await ReadAsync(neighbour)));
    }

    [Fact]
    public async Task All_connections_are_listed_when_they_are_asked_for()
    {
        await using var neighbour = await Neighbour.StartAsync();

        var reading = await ReadAsync(neighbour, all: true);

        Assert.Equal(
            neighbour.Simulator.World.Items.SelectMany(item => item.Connections).Select(connection => connection.Luid).Order(),
            reading.Connections.Where(IsRefreshed).Select(connection => connection.ConnectionId).Order());
        Assert.Equal(0, neighbour.Simulator.Requests["POST /metadata/graphql"]);
    }

    [Fact]
    public async Task A_site_that_is_down_is_a_gap_and_all_that_are_down_are_the_error()
    {
        await using var neighbour = await Neighbour.StartAsync();
        await neighbour.Marketing.ReadyAsync(default);
        neighbour.Simulator.Faults.Add(new Fault { Path = $"/sites/{neighbour.Marketing.Luid}/**", Kind = FaultKind.Html });

        var reading = await ReadAsync(neighbour);

        Assert.Equal([neighbour.Default.Key], reading.Connections.Select(connection => connection.Site).Distinct());
        var gap = Assert.Single(reading.Gaps, gap => gap.Site == neighbour.Marketing.Key);
        Assert.Equal("", gap.ItemLuid);
        Assert.StartsWith("Nothing could be read. HTTP 503", gap.Detail, StringComparison.Ordinal);

        neighbour.Simulator.Faults.Add(new Fault { Path = "/sites/**", Kind = FaultKind.Html });
        neighbour.Inventory.Forget();
        var e = await Assert.ThrowsAsync<RefusedException>(() => ReadAsync(neighbour));
        Assert.Equal(ErrorReason.TableauUnreachable, e.Failure.Reason);
    }

    [Fact]
    public async Task Hundreds_of_items_cost_a_request_each_and_are_all_found()
    {
        await using var neighbour = await Neighbour.StartAsync(options => (options.Workbooks, options.Datasources) = (400, 200));

        var reading = await ReadAsync(neighbour);

        Assert.Equal(Seeded(neighbour.Simulator), Found(reading));
        Assert.Equal(414, neighbour.Simulator.Requests["GET /sites/{id}/workbooks/{id}/connections"]);
        Assert.Equal(207, neighbour.Simulator.Requests["GET /sites/{id}/datasources/{id}/connections"]);
    }

    private static Task<InventoryReading> ReadAsync(Neighbour neighbour, bool all = false) => neighbour.Inventory.ReadAsync(neighbour.Sites.All, all, default);

    private static bool IsRefreshed(ConnectionRecord connection) => Refreshed.Contains(connection.ItemType);

    private static IEnumerable<string> Seeded(TableauSimulator simulator) => simulator.World.Items
        .SelectMany(item => item.Connections).Where(connection => connection.Type == "snowflake").Select(connection => connection.Luid).Order();

    private static IEnumerable<string> Found(InventoryReading reading) =>
        reading.Connections.Where(IsRefreshed).Where(connection => connection.IsSnowflake).Select(connection => connection.ConnectionId).Order();
}
