using Grpc.Core;
using GrpcRefresh.FunctionalTests.Access;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Server.Security;
using GrpcRefresh.SnowflakeSimulation.Faults;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Catalog;

/// <summary>Who may sync what, and what becomes of several who do at once.</summary>
public sealed class SyncCallTests
{
    [Fact]
    public async Task A_caller_of_one_site_syncs_that_one_and_no_other()
    {
        await using var world = await SyncService.StartAsync();
        var headers = new KeyRing(world.Service).New("marketing", Role.Refresher, new CallerScope([], ["marketing"], []));

        var done = await SyncAsync(world, headers);

        Assert.Equal(["marketing"], done.Sites.Select(site => site.Site));
        Assert.All(await world.Snowflake.RowsAsync(), row => Assert.Equal("marketing", row.Text("SITE_ID")));
        Assert.Equal("PERMISSION_DENIED", (await RefusedAsync(world, headers, "marketing", "")).Info().Reason);
    }

    [Fact]
    public async Task A_caller_of_projects_may_not_and_the_audit_has_it()
    {
        await using var world = await SyncService.StartAsync();
        var headers = new KeyRing(world.Service).New("emea", Role.Admin, new CallerScope([], [], [["Sales", "EMEA"]]));

        var refused = await RefusedAsync(world, headers);

        Assert.Equal(("PERMISSION_DENIED", "sites"), (refused.Info().Reason, refused.Info().Metadata["outside"]));
        Assert.Equal(0, world.Snowflake.Statements("SELECT"));
        Assert.Contains(await ServerVerb.ExportAsync(world.Service.Database), row => (row.Text("action"), row.Text("outcome"), row.Text("actor")) == ("CALL_SYNC", "REFUSED", "emea"));
    }

    [Fact]
    public async Task Whoever_asks_for_the_same_shares_it_and_whoever_asks_for_something_else_is_turned_away()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using var world = await SyncService.StartAsync(snowflakeTime: clock);
        var slow = world.Snowflake.Simulator.Faults.Add(new Fault { Kind = FaultKind.Slow, Statement = "SELECT * FROM", Delay = TimeSpan.FromSeconds(5), Times = 1 });

        var first = world.SyncAsync();
        await HeldAsync(slow, clock);
        var second = world.SyncAsync();
        await UntilAsync(async () => (await ServerVerb.ExportAsync(world.Service.Database)).Count(row => row.Text("outcome") == "ACCEPTED") == 2);
        var other = await Assert.ThrowsAsync<RpcException>(() => world.SyncAsync(new SyncCatalogRequest { Sites = { "marketing" } }));
        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(("ALREADY_RUNNING", StatusCode.Aborted), (other.Info().Reason, other.StatusCode));
        Assert.Equal(await first, await second);
        Assert.Equal(2, world.Snowflake.Statements("MERGE"));
    }

    [Fact]
    public async Task A_check_runs_beside_a_sync_that_writes()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using var world = await SyncService.StartAsync(snowflakeTime: clock);
        var slow = world.Snowflake.Simulator.Faults.Add(new Fault { Kind = FaultKind.Slow, Statement = "MERGE INTO", Delay = TimeSpan.FromSeconds(5), Times = 1 });

        var syncing = world.SyncAsync();
        await HeldAsync(slow, clock);
        var check = await world.SyncAsync(new SyncCatalogRequest { Sites = { "marketing" }, ValidateOnly = true });
        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.True(Assert.Single(check).Added > 0);
        Assert.All(await syncing, site => Assert.Null(site.Error));
    }

    [Fact]
    public async Task A_caller_who_leaves_does_not_end_it()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using var world = await SyncService.StartAsync(snowflakeTime: clock);
        var slow = world.Snowflake.Simulator.Faults.Add(new Fault { Kind = FaultKind.Slow, Statement = "SELECT * FROM", Delay = TimeSpan.FromSeconds(5), Times = 1 });
        using var leaving = new CancellationTokenSource();

        var call = world.Service.Refreshes.SyncCatalogAsync(new SyncCatalogRequest(), cancellationToken: leaving.Token);
        await HeldAsync(slow, clock);
        await leaving.CancelAsync();
        await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        clock.Advance(TimeSpan.FromSeconds(5));

        await UntilAsync(async () => (await ServerVerb.ExportAsync(world.Service.Database)).Any(row => row.Text("outcome") == "SUCCEEDED"));
    }

    [Fact]
    public async Task Without_Snowflake_it_is_refused_with_the_settings()
    {
        await using var service = await TestService.StartAsync();

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await service.Refreshes.SyncCatalogAsync(new SyncCatalogRequest()));

        Assert.Equal("SNOWFLAKE_NOT_CONFIGURED", refused.Info().Reason);
        Assert.Contains("GrpcRefresh:Snowflake:Account", refused.Status.Detail, StringComparison.Ordinal);
    }

    private static async Task HeldAsync(Fault slow, ManualClock clock)
    {
        await slow.StruckAsync(1).WaitAsync(CallExtensions.Patience);
        await UntilAsync(() => Task.FromResult(clock.Waiting > 0));
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        while (!await condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task<SyncCatalogResponse> SyncAsync(SyncService world, Metadata headers, params string[] sites) =>
        await world.Service.Refreshes.SyncCatalogAsync(new SyncCatalogRequest { Sites = { sites } }, headers, DateTime.UtcNow + CallExtensions.Patience);

    private static Task<RpcException> RefusedAsync(SyncService world, Metadata headers, params string[] sites) =>
        Assert.ThrowsAsync<RpcException>(() => SyncAsync(world, headers, sites));
}
