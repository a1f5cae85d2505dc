using System.Net;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Tests.Tableau;
using GrpcRefresh.V1;
using static GrpcRefresh.Tests.Catalog.Connections.InventoryWorkbench;

namespace GrpcRefresh.Tests.Catalog.Connections;

public sealed class InventoryTests : IDisposable
{
    private readonly InventoryWorkbench _bench = new();

    private StubTableau Stub => _bench.Stub;

    [Fact]
    public async Task A_connection_is_told_with_its_item_and_what_is_made_of_it()
    {
        _bench.Add("workbook", "w", """
            <connection id="c" type="Snowflake" serverAddress="ACME-Analytics.snowflakecomputing.com" serverPort="443" userName="U"
              authenticationType="Username Password" embedPassword="true"><datasource id="e" name="Embedded"/></connection>
            """, project: "q");

        var record = Assert.Single((await _bench.ReadAsync()).Connections);

        Assert.Equal(
            new ConnectionRecord(
                new SiteKey("default", ""), ConnectionItemType.Workbook, "w", "Name of w", record.ProjectPath, "c", "Snowflake", "ACME-Analytics.snowflakecomputing.com",
                "443", "U", "Username Password", AuthenticationKind.Password, true, ConnectionObstacle.Unspecified, "")
            {
                DatasourceLuid = "e",
                DatasourceName = "Embedded",
                HasExtracts = true,
                ItemSize = 7,
                LeadsTo = record.LeadsTo,
            },
            record);
        Assert.Equal(["Finance", "Daily"], record.ProjectPath);
        Assert.Empty(record.LeadsTo);
    }

    [Fact]
    public async Task All_kinds_of_content_are_looked_at_and_other_databases_only_when_asked_for()
    {
        foreach (var kind in new[] { "workbook", "datasource", "flow", "virtualConnection" })
        {
            _bench.Add(kind, kind, OnSnowflake($"{kind}-1") + $"<connection id=\"{kind}-2\" type=\"sqlserver\"/>");
        }

        var snowflake = await _bench.ReadAsync();
        var all = await _bench.ReadAsync(all: true);

        Assert.Equal(["workbook-1", "datasource-1", "flow-1", "virtualConnection-1"], snowflake.Connections.Select(connection => connection.ConnectionId));
        Assert.Equal(8, all.Connections.Count);
        Assert.Equal(
            [ConnectionObstacle.Unspecified, ConnectionObstacle.Unspecified, ConnectionObstacle.ItemType, ConnectionObstacle.ItemType],
            snowflake.Connections.Select(connection => connection.Obstacle));
        Assert.Empty(snowflake.Gaps.Concat(all.Gaps));
    }

    [Fact]
    public async Task Tableau_picks_the_data_sources_itself()
    {
        await _bench.ReadAsync();
        Assert.StartsWith("?filter=connectionType:eq:snowflake&sort=name:asc&pageSize=1000", Stub.Last("GET /datasources").Query, StringComparison.Ordinal);

        await _bench.ReadAsync(all: true);
        Assert.DoesNotContain("filter", Stub.Last("GET /datasources").Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Tableau_that_cannot_pick_data_sources_lists_them_all()
    {
        _bench.Add("datasource", "d", OnSnowflake());
        Stub.On("GET /datasources", call => call.Query.Contains("filter", StringComparison.Ordinal)
            ? Answer.Error("400065")
            : Answer.Page("datasources", ["<datasource id=\"d\" name=\"D\"/>"]));

        var reading = await _bench.ReadAsync();

        Assert.Equal("d", Assert.Single(reading.Connections).ItemLuid);
        Assert.Empty(reading.Gaps);
    }

    [Fact]
    public async Task A_link_is_shown_with_the_data_source_that_holds_the_credential()
    {
        _bench.Add("datasource", "d", OnSnowflake(user: "LEDGER_SVC"), name: "Ledger");
        _bench.Add("workbook", "by-luid", Link("1", "D", "whatever"));
        _bench.Add("workbook", "by-name", Link("2", "an-id-of-the-workbook-s-own", "Ledger"));
        _bench.Add("workbook", "to-others", Link("3", "x", "Carriers"));

        var links = (await _bench.ReadAsync()).Connections.Where(connection => connection.ItemType == ConnectionItemType.Workbook).ToList();

        Assert.Equal(["1", "2"], links.Select(link => link.ConnectionId).Order());
        Assert.All(links, link => Assert.Equal(ConnectionObstacle.PublishedDatasource, link.Obstacle));
        Assert.All(links, link => Assert.Equal((Account, "LEDGER_SVC", AuthenticationKind.Password), Assert.Single(link.LeadsTo) is var to ? (to.ServerAddress, to.UserName, to.AuthenticationKind) : default));
        Assert.All(links, link => Assert.NotEmpty(link.LeadsTo[0].ProjectPath));
        Assert.Contains("'Ledger' (an-id-of-the-workbook-s-own)", links.Single(link => link.ConnectionId == "2").ObstacleDetail, StringComparison.Ordinal);
        Assert.Contains((await _bench.ReadAsync(all: true)).Connections, connection => connection.ConnectionId == "3");
    }

    [Fact]
    public async Task What_Tableau_does_not_tell_the_type_of_is_not_left_out()
    {
        _bench.Add("virtualConnection", "v", "<connection server=\"x\"/>");
        _bench.Add("workbook", "w", "<connection id=\"c\"/><connection type=\"snowflake\"/>");

        var reading = await _bench.ReadAsync();

        Assert.Equal([("w", "c"), ("v", "")], reading.Connections.Select(connection => (connection.ItemLuid, connection.ConnectionId)));
    }

    [Fact]
    public async Task Content_in_a_personal_space_or_an_unknown_project_has_the_path_that_is_known()
    {
        _bench.Add("workbook", "w", OnSnowflake(), project: "hidden");
        Stub.On("GET /datasources", _ => Answer.Page("datasources", ["<datasource id=\"d\" name=\"D\"/>"]));
        Stub.On(RouteOf("datasource", "d"), _ => Answer.Xml($"<connections>{OnSnowflake()}</connections>"));

        var reading = await _bench.ReadAsync();

        Assert.Equal([["Told"], []], reading.Connections.Select(connection => connection.ProjectPath));
    }

    [Fact]
    public async Task An_item_that_vanishes_while_it_is_read_is_left_out()
    {
        _bench.Add("workbook", "gone", "");
        _bench.Add("workbook", "there", OnSnowflake());
        Stub.On(RouteOf("workbook", "gone"), _ => Answer.Error("404006"));

        var reading = await _bench.ReadAsync();

        Assert.Equal("there", Assert.Single(reading.Connections).ItemLuid);
        Assert.Empty(reading.Gaps);
    }

    [Fact]
    public async Task A_site_that_goes_away_while_it_is_read_is_not_waited_for_item_by_item()
    {
        for (var i = 0; i < 200; i++)
        {
            _bench.Add("workbook", $"w{i}", "");
            Stub.On(RouteOf("workbook", $"w{i}"), _ => Answer.Empty(HttpStatusCode.ServiceUnavailable));
        }

        var reading = await _bench.ReadAsync();

        var asked = Stub.Calls.Count(call => call.Route.EndsWith("/connections", StringComparison.Ordinal)) / 4;
        Assert.InRange(asked, 5, 5 + 8);
        Assert.StartsWith($"{200 - asked} further workbooks were not looked at.", reading.Gaps[0].Detail, StringComparison.Ordinal);
        Assert.Equal((asked + 1, ""), (reading.Gaps.Count, reading.Gaps[0].ItemLuid));
    }

    [Fact]
    public async Task Single_items_in_trouble_do_not_stop_the_others()
    {
        for (var i = 0; i < 50; i++)
        {
            _bench.Add("workbook", $"w{i:D2}", OnSnowflake());
            if (i % 2 == 0)
            {
                Stub.On(RouteOf("workbook", $"w{i:D2}"), _ => Answer.Error("403021"));
            }
        }

        var reading = await _bench.ReadAsync();

        Assert.Equal((25, 25), (reading.Connections.Count, reading.Gaps.Count));
    }

    [Fact]
    public async Task No_more_items_are_asked_at_a_time_than_the_setting_says()
    {
        using var bench = new InventoryWorkbench(options => options.ConnectionReads = 3);
        var (now, most, gate) = (0, 0, new Lock());
        var full = new TaskCompletionSource();
        for (var i = 0; i < 12; i++)
        {
            var kind = i % 2 == 0 ? "workbook" : "flow";
            bench.Add(kind, $"{kind}{i}", "");
            bench.Stub.On(RouteOf(kind, $"{kind}{i}"), async (_, ct) =>
            {
                lock (gate)
                {
                    most = Math.Max(most, ++now);
                    if (now == 3)
                    {
                        full.TrySetResult();
                    }
                }

                await full.Task.WaitAsync(TimeSpan.FromSeconds(30), ct);
                await Task.Yield();
                lock (gate)
                {
                    now--;
                }

                return Answer.Xml("<connections/>");
            });
        }

        await bench.ReadAsync();

        Assert.Equal(3, most);
    }

    [Fact]
    public async Task A_Tableau_without_the_list_of_virtual_connections_is_not_asked_for_it()
    {
        Stub.ApiVersion = "3.17";

        var reading = await _bench.ReadAsync();

        Assert.Contains("virtual connections could not be listed", Assert.Single(reading.Gaps).Detail, StringComparison.Ordinal);
        Assert.Equal(0, Stub.Count("GET /virtualConnections"));
    }

    [Fact]
    public async Task An_inventory_costs_a_request_for_each_list_and_each_item_that_matters()
    {
        for (var i = 0; i < 20; i++)
        {
            _bench.Add("workbook", $"w{i}", OnSnowflake());
            _bench.Add("datasource", $"d{i}", OnSnowflake());
        }

        _bench.Know([.. Enumerable.Range(0, 20).Select(i => ($"w{i}", new[] { i < 5 ? "snowflake" : "sqlserver" }))]);

        await _bench.ReadAsync();

        // The version, a session, the projects, four lists, the metadata API, and 20 data sources with 5 workbooks.
        Assert.Equal(1 + 1 + 1 + 4 + 1 + 25, Stub.Calls.Count);
    }

    public void Dispose() => _bench.Dispose();
}
