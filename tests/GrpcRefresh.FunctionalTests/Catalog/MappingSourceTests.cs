using Grpc.Core;
using GrpcRefresh.FunctionalTests.Access;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Catalog;

/// <summary>The mapping table as a source of names, before Tableau and behind it.</summary>
public sealed class MappingSourceTests
{
    private const string First = "MappingTable Tableau";
    private const string Second = "Tableau MappingTable";

    [Theory]
    [InlineData(First)]
    [InlineData(Second)]
    public async Task Content_is_found_by_its_innermost_project(string sources)
    {
        await using var world = await SyncService.StartAsync(sources: sources);
        var item = world.Tableau.World.Item("Sales/EMEA/Pipeline");
        await world.SyncAsync();

        var found = await world.ResolveAsync(Workbook("Pipeline", "EMEA"));

        Assert.Equal(item.Luid, found.Ref.Luid);
        Assert.Equal(["Sales", "EMEA"], found.ProjectPath);
        Assert.Equal(item.Luid, (await world.Service.RefreshAsync(Workbook("Pipeline", "EMEA"))).Job.Resource.Ref.Luid);
        Assert.Equal(item.Luid, (await world.ResolveAsync(Workbook("Pipeline", "Sales", "EMEA"))).Ref.Luid);
    }

    [Fact]
    public async Task Without_the_source_it_is_not()
    {
        await using var world = await SyncService.StartAsync();
        await world.SyncAsync();

        Assert.Equal("RESOURCE_NOT_FOUND", (await RefusedAsync(world, Workbook("Pipeline", "EMEA"))).Info().Reason);
    }

    [Fact]
    public async Task The_table_is_read_once_for_many_names_and_again_after_a_sync()
    {
        await using var world = await SyncService.StartAsync(sources: First);
        await world.SyncAsync();
        var before = world.Snowflake.Statements("SELECT * FROM \"GRPCREFRESH\"");

        await Task.WhenAll(world.ResolveAsync(Workbook("Pipeline", "EMEA")), world.ResolveAsync(Datasource("Carriers", "Logistics")), world.ResolveAsync(Datasource("Orders", "Sales")));
        Assert.Equal(before + 1, world.Snowflake.Statements("SELECT * FROM \"GRPCREFRESH\""));

        await world.SyncAsync();
        await world.ResolveAsync(Datasource("Ledger", "Finance"));
        Assert.Equal(before + 3, world.Snowflake.Statements("SELECT * FROM \"GRPCREFRESH\""));
    }

    [Fact]
    public async Task A_table_of_the_recipes_five_columns_will_do()
    {
        await using var world = await SyncService.StartAsync(migrated: false, sources: First);
        var item = world.Tableau.World.Item("Sales/EMEA/Pipeline");
        await world.WriteByHandAsync("Workbook", "The pipeline", "Europe", "", item.Luid);

        Assert.Equal(item.Luid, (await world.ResolveAsync(Workbook("The pipeline", "Europe"))).Ref.Luid);
    }

    [Fact]
    public async Task The_order_of_the_sources_decides()
    {
        await using var tableFirst = await SyncService.StartAsync(sources: First);
        await using var tableauFirst = await SyncService.StartAsync(sources: Second);
        var other = tableFirst.Tableau.World.Item("Finance/Ledger").Luid;
        await tableFirst.WriteByHandAsync("datasource", "Orders", "Sales", "", other);
        await tableauFirst.WriteByHandAsync("datasource", "Orders", "Sales", "", tableauFirst.Tableau.World.Item("Finance/Ledger").Luid);

        Assert.Equal("Ledger", (await tableFirst.ResolveAsync(Datasource("Orders", "Sales"))).Name);
        Assert.Equal("Orders", (await tableauFirst.ResolveAsync(Datasource("Orders", "Sales"))).Name);
    }

    [Fact]
    public async Task A_row_whose_id_Tableau_no_longer_knows_gives_way_to_the_live_name_and_is_marked_by_the_next_sync()
    {
        await using var world = await SyncService.StartAsync(sources: First);
        var dead = Guid.NewGuid().ToString();
        await world.WriteByHandAsync("datasource", "Orders", "Sales", "", dead);

        var found = await world.ResolveAsync(Datasource("Orders", "Sales"));
        await world.SyncDefaultAsync();

        Assert.Equal(world.Tableau.World.Item("Sales/Orders").Luid, found.Ref.Luid);
        Assert.NotNull(Assert.Single(await world.Snowflake.RowsAsync(dead)).Timestamp("VANISHED_AT"));
        Assert.Empty(world.Service.Errors.Entries);
    }

    [Fact]
    public async Task A_row_of_a_sync_holds_only_as_long_as_Tableau_calls_it_so()
    {
        await using var world = await SyncService.StartAsync(sources: First);
        await world.SyncAsync();
        var (old, other) = (world.Tableau.World.Item("Sales/Orders"), world.Tableau.World.Item("Finance/Ledger"));
        world.Tableau.World.ChangeItem(old.Luid, item => item with { Name = "Orders of old" });
        world.Tableau.World.ChangeItem(other.Luid, item => item with { Name = "Orders", Project = old.Project });

        Assert.Equal(other.Luid, (await world.ResolveAsync(Datasource("Orders", "Sales"))).Ref.Luid);
    }

    [Fact]
    public async Task Several_rows_are_ambiguous_and_the_candidates_are_told()
    {
        await using var world = await SyncService.StartAsync(sources: First);
        var (one, two) = (world.Tableau.World.Item("Sales/EMEA/Pipeline"), world.Tableau.World.Item("Sales/Superstore"));
        world.Tableau.World.ChangeItem(two.Luid, item => item with { Name = "Pipeline", Project = world.Tableau.World.Projects.First(project => project.Path == "Marketing/Sales") });
        await world.WriteByHandAsync("workbook", "Mine", "Favourites", "", one.Luid);
        await world.WriteByHandAsync("workbook", "Mine", "Favourites", "", two.Luid);

        var refused = await RefusedAsync(world, Workbook("Mine", "Favourites"));

        Assert.Equal("RESOURCE_AMBIGUOUS", refused.Info().Reason);
        Assert.Equal(["Marketing / Sales / Pipeline", "Sales / EMEA / Pipeline"], refused.Details().All<V1.Rpc.ResourceInfo>().Select(candidate => candidate.Description).Order());
    }

    [Fact]
    public async Task An_outermost_project_of_that_name_goes_before_an_inner_one()
    {
        await using var world = await SyncService.StartAsync(sources: First);
        var (outer, inner) = (world.Tableau.World.Item("Sales/Superstore"), world.Tableau.World.Item("Sales/EMEA/Pipeline"));
        world.Tableau.World.ChangeItem(inner.Luid, item => item with { Name = "Superstore", Project = world.Tableau.World.Projects.First(project => project.Path == "Marketing/Sales") });
        await world.SyncAsync();

        Assert.Equal(outer.Luid, (await world.ResolveAsync(Workbook("Superstore", "Sales"))).Ref.Luid);
        Assert.Equal(inner.Luid, (await world.ResolveAsync(Workbook("Superstore", "Marketing", "Sales"))).Ref.Luid);
    }

    [Fact]
    public async Task A_row_widens_nobodys_scope()
    {
        await using var world = await SyncService.StartAsync(sources: First);
        await world.WriteByHandAsync("datasource", "Ledger", "EMEA", "", world.Tableau.World.Item("Finance/Ledger").Luid);
        await world.SyncAsync(new SyncCatalogRequest { Sites = { "marketing" } });
        var headers = new KeyRing(world.Service).New("emea", Role.Refresher, new CallerScope([], [""], [["Sales", "EMEA"]]));

        Task<RpcException> DeniedAsync(ResourceRef resource) => Assert.ThrowsAsync<RpcException>(async () =>
            await world.Service.Refreshes.ResolveResourceAsync(new ResolveResourceRequest { Resource = resource }, headers));

        Assert.Equal("PERMISSION_DENIED", (await DeniedAsync(Datasource("Ledger", "EMEA"))).Info().Reason);
        Assert.Equal("PERMISSION_DENIED", (await DeniedAsync(Datasource("Nothing", "EMEA"))).Info().Reason);
    }

    [Fact]
    public async Task A_caller_of_a_project_finds_what_lies_in_it_by_the_innermost_name()
    {
        await using var world = await SyncService.StartAsync(sources: First);
        await world.SyncAsync();
        var headers = new KeyRing(world.Service).New("emea", Role.Refresher, new CallerScope([], [""], [["Sales", "EMEA"]]));

        var found = await world.Service.Refreshes.ResolveResourceAsync(new ResolveResourceRequest { Resource = Workbook("Pipeline", "EMEA") }, headers);

        Assert.Equal(["Sales", "EMEA"], found.Resource.ProjectPath);
    }

    [Fact]
    public async Task While_Snowflake_is_away_Tableau_is_asked()
    {
        await using var world = await SyncService.StartAsync(sources: First, before: Away);

        Assert.Equal("Orders", (await world.ResolveAsync(Datasource("Orders", "Sales"))).Name);
        Assert.Equal(1, world.Snowflake.Simulator.Faults.All.Sum(fault => fault.Hits));
    }

    [Theory]
    [InlineData(First, "Pipeline")]
    [InlineData(Second, "Pipeline")]
    [InlineData("MappingTable", "Superstore")]
    public async Task What_only_the_table_might_know_is_not_said_to_be_missing_while_Snowflake_is_away(string sources, string name)
    {
        await using var world = await SyncService.StartAsync(sources: sources, before: Away);

        Assert.Equal("SNOWFLAKE_REFUSED", (await RefusedAsync(world, Workbook(name, "EMEA"))).Info().Reason);
    }

    [Fact]
    public async Task What_only_the_table_might_know_is_asked_for_again_while_Snowflake_does_not_answer()
    {
        await using var world = await SyncService.StartAsync(sources: First, before: snowflake => snowflake.Simulator.Faults.Add(
            new SnowflakeSimulation.Faults.Fault { Kind = SnowflakeSimulation.Faults.FaultKind.Status, Status = 503 }));

        var refused = await RefusedAsync(world, Workbook("Pipeline", "EMEA"));

        Assert.Equal(("SNOWFLAKE_UNREACHABLE", StatusCode.Unavailable), (refused.Info().Reason, refused.StatusCode));
    }

    [Fact]
    public async Task The_table_is_read_at_the_start_and_serves_when_Snowflake_is_away_later()
    {
        await using var world = await SyncService.StartAsync(sources: First);
        Assert.Equal(1, world.Snowflake.Statements("SELECT * FROM \"GRPCREFRESH\""));
        Away(world.Snowflake);

        Assert.Equal("RESOURCE_NOT_FOUND", (await RefusedAsync(world, Workbook("Pipeline", "EMEA"))).Info().Reason);
        Assert.Equal(0, world.Snowflake.Simulator.Faults.All.Sum(fault => fault.Hits));
    }

    [Fact]
    public async Task A_row_of_what_the_account_may_not_see_gives_way_to_another_and_to_the_live_name()
    {
        await using var world = await SyncService.StartAsync(sources: First);
        var (hidden, seen) = (world.Tableau.World.Item("Finance/Ledger"), world.Tableau.World.Item("Sales/Orders"));
        await world.WriteByHandAsync("datasource", "Mine", "Favourites", "", hidden.Luid);
        await world.WriteByHandAsync("datasource", "Mine", "Favourites", "", seen.Luid);
        await world.WriteByHandAsync("datasource", "Orders", "Sales", "", hidden.Luid);
        await world.WriteByHandAsync("datasource", "Hidden", "Favourites", "", hidden.Luid);
        world.Tableau.Faults.Add(new Simulation.Faults.Fault { Method = "GET", Path = $"/sites/*/datasources/{hidden.Luid}", Kind = Simulation.Faults.FaultKind.Status, Status = 403, Code = "403004" });

        Assert.Equal(seen.Luid, (await world.ResolveAsync(Datasource("Mine", "Favourites"))).Ref.Luid);
        Assert.Equal(seen.Luid, (await world.ResolveAsync(Datasource("Orders", "Sales"))).Ref.Luid);
        Assert.Equal("TABLEAU_FORBIDDEN", (await RefusedAsync(world, Datasource("Hidden", "Favourites"))).Info().Reason);
    }

    private static void Away(MappingSnowflake snowflake) => snowflake.Simulator.Faults.Add(new SnowflakeSimulation.Faults.Fault
    {
        Kind = SnowflakeSimulation.Faults.FaultKind.Status,
        Status = 401,
        Code = "390101",
        Message = "User access disabled.",
    });

    private static Task<RpcException> RefusedAsync(SyncService world, ResourceRef resource) => Assert.ThrowsAsync<RpcException>(() => world.ResolveAsync(resource));
}
