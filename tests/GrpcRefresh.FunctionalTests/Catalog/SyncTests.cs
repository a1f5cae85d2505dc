using Grpc.Core;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Catalog;

/// <summary>What a sync makes of the mapping table: over the real SQL API, against the bundle's own definition of the table.</summary>
public sealed class SyncTests
{
    [Fact]
    public async Task Every_piece_of_content_of_every_site_has_a_row_and_a_second_sync_changes_nothing()
    {
        await using var world = await SyncService.StartAsync();

        var first = await world.SyncAsync();
        var again = await world.SyncAsync();

        Assert.Equal(["", "marketing"], first.Select(site => site.Site));
        Assert.All(first, site => Assert.Null(site.Error));
        Assert.Equal(world.Tableau.World.Items.Count, first.Sum(site => site.Added));
        Assert.Equal(world.Tableau.World.Items.Count, again.Sum(site => site.Workbooks + site.Datasources));
        Assert.All(again, site => Assert.Equal((0, 0, 0, 0), (site.Added, site.Changed, site.Vanished, site.Returned)));
        Assert.Equal(world.Tableau.World.Items.Select(item => item.Luid).Order(), (await world.Snowflake.RowsAsync()).Select(row => row.Text("RESOURCE_ID")).Order());
    }

    [Fact]
    public async Task A_row_has_the_recipes_columns_and_the_services()
    {
        await using var world = await SyncService.StartAsync();
        var item = world.Tableau.World.Item("Sales/EMEA/Pipeline");

        await world.SyncAsync();

        var row = Assert.Single(await world.Snowflake.RowsAsync(item.Luid));
        Assert.Equal(("workbook", "Pipeline", "EMEA", ""), (row.Text("RESOURCE_TYPE"), row.Text("RESOURCE_NAME"), row.Text("PROJECT_NAME"), row.Text("SITE_ID")));
        Assert.Equal(("default", "Sales/EMEA", "ana"), (row.Text("SERVER"), row.Text("PROJECT_PATH"), row.Text("OWNER_NAME")));
        Assert.EndsWith("/workbooks/201", row.Text("URL"), StringComparison.Ordinal);
        Assert.InRange(row.Timestamp("SYNCED_AT")!.Value, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        Assert.Null(row.Timestamp("VANISHED_AT"));
    }

    [Fact]
    public async Task What_is_renamed_moved_or_given_away_keeps_its_row()
    {
        await using var world = await SyncService.StartAsync();
        var (item, other) = (world.Tableau.World.Item("Sales/EMEA/Pipeline"), world.Tableau.World.Item("Finance/Ledger"));
        await world.SyncAsync();

        world.Tableau.World.ChangeItem(item.Luid, was => was with { Name = "Pipeline \"2\"; DROP", Project = other.Project, Owner = other.Owner });
        var done = await world.SyncDefaultAsync();

        Assert.Equal((0, 1, 0, 0), (done.Added, done.Changed, done.Vanished, done.Returned));
        var row = Assert.Single(await world.Snowflake.RowsAsync(item.Luid));
        Assert.Equal(("Pipeline \"2\"; DROP", "Finance", "Finance", "demo"), (row.Text("RESOURCE_NAME"), row.Text("PROJECT_NAME"), row.Text("PROJECT_PATH"), row.Text("OWNER_NAME")));
    }

    [Fact]
    public async Task What_is_deleted_is_marked_once_and_what_comes_back_is_not()
    {
        await using var world = await SyncService.StartAsync();
        var item = world.Tableau.World.Item("Sales/Superstore");
        await world.SyncAsync();
        world.Tableau.World.RemoveItem(item.Luid);

        var gone = await world.SyncDefaultAsync();
        var marked = Assert.Single(await world.Snowflake.RowsAsync(item.Luid)).Timestamp("VANISHED_AT");
        var later = await world.SyncDefaultAsync();
        Assert.Equal(marked, Assert.Single(await world.Snowflake.RowsAsync(item.Luid)).Timestamp("VANISHED_AT"));
        await world.Snowflake.QueryAsync($"update {MappingSnowflake.Table} set VANISHED_AT = current_timestamp() where RESOURCE_NAME = 'Ledger'");
        var back = await world.SyncDefaultAsync();

        Assert.NotNull(marked);
        Assert.Equal((1, 0, 1), (gone.Vanished, later.Vanished, back.Returned));
        Assert.DoesNotContain(await world.Snowflake.RowsAsync(), row => row.Text("RESOURCE_NAME") == "Ledger" && row.Timestamp("VANISHED_AT") is not null);
    }

    [Fact]
    public async Task A_row_that_was_written_by_hand_is_left_as_it_is_beside_the_services_own()
    {
        await using var world = await SyncService.StartAsync();
        var item = world.Tableau.World.Item("Finance/Ledger");
        await world.Snowflake.WriteByHandAsync("DataSource", "The ledger", "Books", "", item.Luid.ToUpperInvariant());
        await world.Snowflake.WriteByHandAsync("workbook", "Of old", "Books", "", Guid.NewGuid().ToString());
        await world.Snowflake.WriteByHandAsync("workbook", "Elsewhere", "Books", "another", Guid.NewGuid().ToString());

        await world.Snowflake.WriteByHandAsync("datasource", "Our numbers", "Books", "", item.Luid);

        var done = await world.SyncDefaultAsync();
        var again = await world.SyncDefaultAsync();

        Assert.Equal((done.Workbooks + done.Datasources, 0, 1), (done.Added, done.Changed, done.Vanished));
        Assert.Equal((0, 0, 0, 0), (again.Added, again.Changed, again.Vanished, again.Returned));
        var row = Assert.Single(await world.Snowflake.RowsAsync(item.Luid), one => one.TextOrNull("SERVER") is not null);
        Assert.Equal(("datasource", "Ledger", "default"), (row.Text("RESOURCE_TYPE"), row.Text("RESOURCE_NAME"), row.Text("SERVER")));
        var others = (await world.Snowflake.RowsAsync()).Where(one => one.Text("PROJECT_NAME") == "Books").ToDictionary(one => one.Text("RESOURCE_NAME"));
        Assert.Equal(["Elsewhere", "Of old", "Our numbers", "The ledger"], others.Keys.Order(StringComparer.Ordinal));
        Assert.All(others.Values, one => Assert.Null(one.TextOrNull("SERVER")));
        Assert.Null(others["The ledger"].Timestamp("VANISHED_AT"));
        Assert.NotNull(others["Of old"].Timestamp("VANISHED_AT"));
        Assert.Null(others["Elsewhere"].Timestamp("VANISHED_AT"));
    }

    [Theory]
    [InlineData("/sites/*/datasources")]
    [InlineData("/sites/*/projects")]
    public async Task A_site_that_cannot_be_read_whole_is_left_as_it_is_and_told_of(string list)
    {
        await using var world = await SyncService.StartAsync();
        await world.SyncAsync();
        var (gone, elsewhere) = (world.Tableau.World.Item("Sales/Superstore"), world.Tableau.World.Items.First(item => item.Site.ContentUrl == "marketing"));
        world.Tableau.World.RemoveItem(gone.Luid);
        world.Tableau.World.RemoveItem(elsewhere.Luid);
        world.Tableau.Faults.Add(new Fault { Method = "GET", Path = list.Replace("*", gone.Site.Luid, StringComparison.Ordinal), Kind = FaultKind.Status, Status = 403, Code = "403004" });

        var done = await world.SyncAsync();

        Assert.Equal("TABLEAU_FORBIDDEN", done[0].Error.Details[0].Unpack<V1.Rpc.ErrorInfo>().Reason);
        Assert.Equal((0, 0), (done[0].Workbooks, done[0].Vanished));
        Assert.Equal((null, 1), (done[1].Error, done[1].Vanished));
        Assert.Null(Assert.Single(await world.Snowflake.RowsAsync(gone.Luid)).Timestamp("VANISHED_AT"));
        Assert.NotNull(Assert.Single(await world.Snowflake.RowsAsync(elsewhere.Luid)).Timestamp("VANISHED_AT"));
    }

    [Fact]
    public async Task A_site_that_suddenly_lists_nothing_loses_no_row()
    {
        await using var world = await SyncService.StartAsync();
        await world.SyncAsync();
        foreach (var item in world.Tableau.World.Items.Where(item => item.Site.ContentUrl == "marketing"))
        {
            world.Tableau.World.RemoveItem(item.Luid);
        }

        var done = Assert.Single(await world.SyncAsync(new SyncCatalogRequest { Sites = { "marketing" } }));

        Assert.Matches(@"no longer lists \d+ pieces of content of site marketing .* sync that site once with allow_vanished", done.Error.Message);
        Assert.All(await world.Snowflake.RowsAsync(), row => Assert.Null(row.Timestamp("VANISHED_AT")));

        var meant = Assert.Single(await world.SyncAsync(new SyncCatalogRequest { Sites = { "marketing" }, AllowVanished = true }));
        var later = Assert.Single(await world.SyncAsync(new SyncCatalogRequest { Sites = { "marketing" } }));

        Assert.All(await world.Snowflake.RowsAsync(), row => Assert.Equal(row.Text("SITE_ID") == "marketing", row.Timestamp("VANISHED_AT") is not null));
        Assert.Equal((null, (await world.Snowflake.RowsAsync()).Count(row => row.Text("SITE_ID") == "marketing")), (meant.Error, meant.Vanished));
        Assert.Equal((null, 0), (later.Error, later.Vanished));
    }

    [Fact]
    public async Task A_type_of_which_most_is_gone_at_once_is_marked_only_when_that_is_meant()
    {
        await using var world = await SyncService.StartAsync(new TableauSimulatorOptions { Datasources = 30 }, bothSites: false);
        await world.SyncAsync();
        var gone = world.Tableau.World.Items.Where(item => item.Site.ContentUrl.Length == 0 && item.Kind == Simulation.World.ContentKind.Datasource).Skip(2).ToList();
        gone.ForEach(item => world.Tableau.World.RemoveItem(item.Luid));

        var would = await world.SyncAsync(new SyncCatalogRequest { ValidateOnly = true });
        var refused = Assert.Single(await world.SyncAsync());
        Assert.All(await world.Snowflake.RowsAsync(), row => Assert.Null(row.Timestamp("VANISHED_AT")));
        var meant = Assert.Single(await world.SyncAsync(new SyncCatalogRequest { AllowVanished = true }));

        Assert.Equal("TABLEAU_FORBIDDEN", refused.Error.Details[0].Unpack<V1.Rpc.ErrorInfo>().Reason);
        Assert.Equal(refused, Assert.Single(would));
        Assert.Equal((null, gone.Count), (meant.Error, meant.Vanished));
    }

    [Fact]
    public async Task A_row_that_tells_the_wrong_site_is_not_marked_when_another_site_has_the_content()
    {
        await using var world = await SyncService.StartAsync();
        var item = world.Tableau.World.Item("Finance/Ledger");
        await world.Snowflake.WriteByHandAsync("datasource", "The ledger", "Books", "marketing", item.Luid);

        await world.SyncAsync();
        var again = await world.SyncAsync();

        Assert.Equal(0, again.Sum(site => site.Vanished));
        Assert.All(await world.Snowflake.RowsAsync(item.Luid), row => Assert.Null(row.Timestamp("VANISHED_AT")));
    }

    [Fact]
    public async Task What_a_first_list_misses_and_a_second_has_is_not_marked()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using var world = await SyncService.StartAsync(snowflakeTime: clock);
        await world.SyncAsync();
        var (item, elsewhere) = (world.Tableau.World.Item("Sales/Superstore"), world.Tableau.World.Items.First(other => other.Site.ContentUrl == "marketing"));
        world.Tableau.World.ChangeItem(item.Luid, was => was with { Site = elsewhere.Site, Project = elsewhere.Project });
        var slow = Slow(world, "SELECT * FROM");

        var syncing = world.SyncDefaultAsync();
        await HeldAsync(slow, clock);
        world.Tableau.World.ChangeItem(item.Luid, _ => item);
        clock.Advance(slow.Delay);

        Assert.Equal((null, 0), ((await syncing).Error, (await syncing).Vanished));
        Assert.Null(Assert.Single(await world.Snowflake.RowsAsync(item.Luid)).Timestamp("VANISHED_AT"));
    }

    [Fact]
    public async Task Tableau_has_told_all_before_the_first_row_is_written_so_that_no_warehouse_waits_for_it()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using var world = await SyncService.StartAsync(snowflakeTime: clock);
        await world.SyncAsync();
        world.Tableau.World.RemoveItem(world.Tableau.World.Item("Sales/Superstore").Luid);
        world.Tableau.World.RemoveItem(world.Tableau.World.Items.First(item => item.Site.ContentUrl == "marketing").Luid);
        var lists = new Fault { Method = "GET", Path = "/sites/*/workbooks", Kind = FaultKind.Slow };
        world.Tableau.Faults.Add(lists);
        var slow = Slow(world, "MERGE INTO");

        var syncing = world.SyncAsync();
        await HeldAsync(slow, clock);
        var asked = lists.Hits;
        clock.Advance(slow.Delay);

        Assert.Equal([1, 1], (await syncing).Select(site => site.Vanished));
        Assert.Equal((4, 4), (asked, lists.Hits));
    }

    [Fact]
    public async Task A_sync_that_is_only_checked_tells_the_same_and_writes_nothing()
    {
        await using var world = await SyncService.StartAsync();

        var would = await world.SyncAsync(new SyncCatalogRequest { ValidateOnly = true });

        Assert.Empty(await world.Snowflake.RowsAsync());
        Assert.Equal(would, await world.SyncAsync());
    }

    [Fact]
    public async Task A_table_of_the_recipes_five_columns_is_refused_with_the_file_that_adds_the_others()
    {
        await using var world = await SyncService.StartAsync(migrated: false);
        await world.Snowflake.WriteByHandAsync("workbook", "Of old", "Books", "", Guid.NewGuid().ToString());

        var refused = await Assert.ThrowsAsync<RpcException>(() => world.SyncAsync());
        await world.Snowflake.MigrateAsync();

        Assert.Equal("SNOWFLAKE_REFUSED", refused.Info().Reason);
        Assert.Contains("has no SERVER, PROJECT_PATH, OWNER_NAME, URL, SYNCED_AT, VANISHED_AT. Run snowflake/60_mapping_table.sql if it is the bundle's; if it is the recipe's own, docs/snowflake.md has", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(1, (await world.SyncDefaultAsync()).Vanished);
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_refused_with_the_setting_that_names_it()
    {
        await using var world = await SyncService.StartAsync(settings: all => all["GrpcRefresh:Catalog:Mapping:Table"] = "GRPCREFRESH.NOWHERE.T");

        var refused = await Assert.ThrowsAsync<RpcException>(() => world.SyncAsync());

        Assert.Contains("Or correct GrpcRefresh:Catalog:Mapping:Table.", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warehouse_that_fails_in_the_middle_is_told_of_the_site_and_the_next_sync_completes_the_table()
    {
        await using var world = await SyncService.StartAsync();
        world.Snowflake.Simulator.Faults.Add(new SnowflakeSimulation.Faults.Fault
        {
            Kind = SnowflakeSimulation.Faults.FaultKind.Status,
            Status = 422,
            Code = "090073",
            Message = "Warehouse was suspended.",
            Statement = "\"marketing\"",
            Times = 1,
        });

        var first = await world.SyncAsync();
        var again = await world.SyncAsync();

        Assert.Equal((null, true), (first[0].Error, first[0].Added > 0));
        Assert.Equal(("SNOWFLAKE_REFUSED", 0), (first[1].Error.Details[0].Unpack<V1.Rpc.ErrorInfo>().Reason, first[1].Added));
        Assert.Equal((0, true), (again[0].Added, again[1].Added > 0));
        Assert.Equal(world.Tableau.World.Items.Count, (await world.Snowflake.RowsAsync()).Count);
        var audit = (await ServerVerb.ExportAsync(world.Service.Database)).Where(row => row.Text("action") == "CALL_SYNC").ToList();
        Assert.Equal(["ACCEPTED", "FAILED", "ACCEPTED", "SUCCEEDED"], audit.Select(row => row.Text("outcome")));
        Assert.Matches($"{first[0].Added} added, .*; .*marketing: SNOWFLAKE_REFUSED", audit[1].Text("detail"));
    }

    [Fact]
    public async Task A_lost_answer_of_Snowflake_does_not_double_a_row()
    {
        await using var world = await SyncService.StartAsync();
        world.Snowflake.Simulator.Faults.Add(new SnowflakeSimulation.Faults.Fault { Kind = SnowflakeSimulation.Faults.FaultKind.DropReply, Statement = "MERGE INTO", Times = 2 });

        await world.SyncAsync();

        Assert.Equal(world.Tableau.World.Items.Count, (await world.Snowflake.RowsAsync()).Count);
    }

    [Fact]
    public async Task Ten_thousand_pieces_of_content_go_in_parts()
    {
        await using var world = await SyncService.StartAsync(new TableauSimulatorOptions { Workbooks = 6_000, Datasources = 4_000 }, bothSites: false);

        var first = Assert.Single(await world.SyncAsync());
        var again = Assert.Single(await world.SyncAsync());

        Assert.InRange(first.Added, 10_000, 10_100);
        Assert.Equal((0, 0, 0), (again.Added, again.Changed, again.Vanished));
        Assert.Equal(first.Added, (await world.Snowflake.RowsAsync()).Count);
        Assert.InRange(world.Snowflake.Statements("MERGE"), 22, 30);
        Assert.Equal(1, world.Snowflake.Simulator.World.Warehouse("REFRESH_WH").Resumes);
    }

    private static SnowflakeSimulation.Faults.Fault Slow(SyncService world, string statement) => world.Snowflake.Simulator.Faults.Add(
        new SnowflakeSimulation.Faults.Fault { Kind = SnowflakeSimulation.Faults.FaultKind.Slow, Statement = statement, Delay = TimeSpan.FromSeconds(5), Times = 1 });

    private static async Task HeldAsync(SnowflakeSimulation.Faults.Fault slow, ManualClock clock)
    {
        await slow.StruckAsync(1).WaitAsync(CallExtensions.Patience);
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        while (clock.Waiting == 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
