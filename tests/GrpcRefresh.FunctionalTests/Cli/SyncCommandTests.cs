using GrpcRefresh.FunctionalTests.Catalog;
using GrpcRefresh.Simulation.Faults;

namespace GrpcRefresh.FunctionalTests.Cli;

public sealed class SyncCommandTests : ToolTest
{
    private MappingSnowflake _snowflake = null!;

    protected override async Task PrepareAsync() => _snowflake = await MappingSnowflake.StartAsync();

    protected override async Task CleanUpAsync() => await _snowflake.DisposeAsync();

    protected override void Configure(Dictionary<string, string?> settings) => _snowflake.Configure(settings);

    [Fact]
    public async Task A_sync_tells_a_line_for_each_site_and_ends_well()
    {
        var run = await RunAsync("resource sync");
        var rows = (await _snowflake.RowsAsync()).Count;

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Matches("^SITE +WORKBOOKS +DATA SOURCES +ADDED +CHANGED +VANISHED +RETURNED$", run.Lines[0]);
        Assert.Matches($@"^\(default\) +\d+ +\d+ +{rows} +0 +0 +0$", run.Lines[1]);
        Assert.Equal(rows, (int)(Objects(await RunAsync(["resource", "sync", "--validate-only", "-o", "json", "--site", ""]))[0] is var json
            ? json.GetProperty("workbooks").GetInt32() + json.GetProperty("datasources").GetInt32() : 0));
    }

    [Fact]
    public async Task A_site_that_was_not_synced_is_told_apart_and_makes_the_command_fail()
    {
        Service.Tableau.Faults.Add(new Fault { Method = "GET", Path = "/sites/*/projects", Kind = FaultKind.Status, Status = 403, Code = "403004" });

        var run = await RunAsync("resource sync -o csv");

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("server,site,workbooks,", run.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Not synced: (default): ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_gone_altogether_is_marked_when_that_is_meant()
    {
        await RunAsync("resource sync");
        foreach (var item in Service.Tableau.World.Items.Where(item => item.Site.ContentUrl.Length == 0))
        {
            Service.Tableau.World.RemoveItem(item.Luid);
        }

        var refused = await RunAsync("resource sync");
        var meant = await RunAsync("resource sync --allow-vanished");

        Assert.Equal((3, 0), (refused.ExitCode, meant.ExitCode));
        Assert.Matches($@"^\(default\) +0 +0 +0 +0 +{(await _snowflake.RowsAsync()).Count} +0$", meant.Lines[1]);
    }

    [Fact]
    public async Task A_site_that_is_not_configured_is_refused()
    {
        var run = await RunAsync("resource sync --site nowhere");

        Assert.Equal(7, run.ExitCode);
        Assert.Contains("not configured for site nowhere", run.Errors, StringComparison.Ordinal);
    }
}
