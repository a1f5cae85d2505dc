using System.Diagnostics;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Tableau;

public sealed class TableauSiteTests
{
    private const string RefreshRoute = "POST /sites/{id}/datasources/{id}/refresh";

    [Fact]
    public async Task A_hundred_calls_at_once_share_one_session_of_each_site()
    {
        await using var neighbour = await Neighbour.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => (i % 2 == 0 ? neighbour.Default : neighbour.Marketing).ListProjectsAsync(default)));

        Assert.Equal(2, neighbour.Simulator.Requests["POST /auth/signin"]);
        Assert.Equal(new Version(3, 27), await neighbour.Default.GetApiVersionAsync(default));
        Assert.InRange(neighbour.Default.ClockOffset, TimeSpan.FromSeconds(-5), TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("3.24", false)]
    [InlineData("3.25", true)]
    [InlineData("3.27", true)]
    public async Task A_refresh_runs_to_its_end(string version, bool incremental)
    {
        await using var neighbour = await Neighbour.StartAsync(options => options.ApiVersion = version);
        var site = neighbour.Default;
        var orders = Assert.Single(await site.FindItemsByNameAsync(ResourceType.Datasource, "Orders", default));
        Assert.Equal(incremental, await site.SupportsIncrementalAsync(default));

        var started = await site.StartRefreshAsync(ResourceType.Datasource, orders.Luid, incremental, default);
        var ended = await EndOfAsync(site, started.Id);

        Assert.Equal((0, ResourceType.Datasource, orders.Luid), (ended.FinishCode, ended.ContentType, ended.ContentLuid));
        var row = Assert.Single(await site.ListRefreshJobsAsync(started.CreatedAt!.Value - TimeSpan.FromMinutes(1), default));
        Assert.Equal((started.Id, "Success", "Orders"), (row.Id, row.Status, row.Title));
        Assert.NotNull(await site.GetLastExtractUpdateAsync(ResourceType.Datasource, orders.Luid, default));
    }

    [Fact]
    public async Task An_old_server_refreshes_incrementally_by_the_task_that_is_known_to()
    {
        await using var neighbour = await Neighbour.StartAsync(options => options.ApiVersion = "3.24");
        var site = neighbour.Default;
        var orders = Assert.Single(await site.FindItemsByNameAsync(ResourceType.Datasource, "Orders", default));
        var superstore = Assert.Single(await site.FindItemsByNameAsync(ResourceType.Workbook, "Superstore", default));

        var task = await site.FindIncrementalTaskAsync(ResourceType.Datasource, orders.Luid, default);
        Assert.NotNull(task);
        Assert.Equal(0, (await EndOfAsync(site, (await site.RunExtractTaskAsync(task, default)).Id)).FinishCode);
        Assert.Null(await site.FindIncrementalTaskAsync(ResourceType.Workbook, superstore.Luid, default));
    }

    [Theory]
    [InlineData(nameof(FaultKind.DropReply))]
    [InlineData(nameof(FaultKind.Reset))]
    [InlineData(nameof(FaultKind.Html))]
    [InlineData(nameof(FaultKind.Sso))]
    public async Task A_refresh_whose_answer_is_lost_was_sent_once(string kind)
    {
        await using var neighbour = await Neighbour.StartAsync();
        var orders = Assert.Single(await neighbour.Default.FindItemsByNameAsync(ResourceType.Datasource, "Orders", default));
        neighbour.Simulator.Faults.Add(new Fault { Method = "POST", Path = "**/refresh", Kind = Enum.Parse<FaultKind>(kind) });

        var e = await Assert.ThrowsAsync<TableauException>(() => neighbour.Default.StartRefreshAsync(ResourceType.Datasource, orders.Luid, false, default));

        Assert.Equal((TableauErrorKind.Unreachable, true), (e.Kind, e.MayHaveTakenEffect));
        Assert.Equal(1, neighbour.Simulator.Requests[RefreshRoute]);
        Assert.Equal(kind == nameof(FaultKind.DropReply) ? 1 : 0, (await neighbour.Default.ListRefreshJobsAsync(DateTimeOffset.UtcNow.AddHours(-1), default)).Count);
    }

    [Fact]
    public async Task A_read_outlives_a_dropped_connection()
    {
        await using var neighbour = await Neighbour.StartAsync();
        neighbour.Simulator.Faults.Add(new Fault { Path = "**/projects", Kind = FaultKind.Reset, Times = 2 });
        Assert.NotEmpty(await neighbour.Default.ListProjectsAsync(default));
    }

    [Fact]
    public async Task A_time_out_of_a_refresh_leaves_its_effect_open()
    {
        await using var neighbour = await Neighbour.StartAsync(settings: new() { ["RequestTimeout"] = "00:00:01" });
        var orders = Assert.Single(await neighbour.Default.FindItemsByNameAsync(ResourceType.Datasource, "Orders", default));
        neighbour.Simulator.Faults.Add(new Fault { Method = "POST", Path = "**/refresh", Kind = FaultKind.Slow, Delay = TimeSpan.FromMinutes(1) });

        var e = await Assert.ThrowsAsync<TableauException>(() => neighbour.Default.StartRefreshAsync(ResourceType.Datasource, orders.Luid, false, default));

        Assert.Equal((TableauErrorKind.Unreachable, true), (e.Kind, e.MayHaveTakenEffect));
        Assert.Equal(1, neighbour.Simulator.Requests[RefreshRoute]);
    }

    [Fact]
    public async Task A_server_that_is_not_there_certainly_did_nothing()
    {
        var neighbour = await Neighbour.StartAsync();
        await neighbour.Simulator.DisposeAsync();

        var e = await Assert.ThrowsAsync<TableauException>(() => neighbour.Default.StartRefreshAsync(ResourceType.Datasource, "any", false, default));

        Assert.Equal((TableauErrorKind.Unreachable, false), (e.Kind, e.MayHaveTakenEffect));
        await neighbour.DisposeAsync();
    }

    [Fact]
    public async Task A_session_that_somebody_else_ended_is_replaced_for_all_callers_at_once()
    {
        await using var neighbour = await Neighbour.StartAsync();
        await using var other = new Outsider(neighbour.Simulator.Url);
        await neighbour.Default.ListProjectsAsync(default);
        await other.SignInAsync("demo", "demo-secret");
        var before = neighbour.Simulator.Requests["POST /auth/signin"];

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => neighbour.Default.ListProjectsAsync(default)));

        Assert.Equal(before + 1, neighbour.Simulator.Requests["POST /auth/signin"]);
    }

    [Fact]
    public async Task A_refused_credential_is_tried_once()
    {
        await using var neighbour = await Neighbour.StartAsync(settings: new() { ["Sites:0:Credential:PatSecret"] = "wrong" });
        for (var i = 0; i < 3; i++)
        {
            var e = await Assert.ThrowsAsync<TableauException>(() => neighbour.Default.ListProjectsAsync(default));
            Assert.Equal((TableauErrorKind.AuthFailed, "401001"), (e.Kind, e.Code));
        }

        Assert.Equal(1, neighbour.Simulator.Requests["POST /auth/signin"]);
    }

    [Fact]
    public async Task Content_that_has_nothing_to_refresh_or_is_refreshing_says_so()
    {
        await using var neighbour = await Neighbour.StartAsync(options => options.JobDuration = TimeSpan.FromHours(1));
        var site = neighbour.Default;
        var live = Assert.Single(await site.FindItemsByNameAsync(ResourceType.Workbook, "Live Orders", default));
        var orders = Assert.Single(await site.FindItemsByNameAsync(ResourceType.Datasource, "Orders", default));
        var job = await site.StartRefreshAsync(ResourceType.Datasource, orders.Luid, false, default);

        Assert.Equal(TableauErrorKind.NothingToRefresh, await KindAsync(() => site.StartRefreshAsync(ResourceType.Workbook, live.Luid, false, default)));
        Assert.Equal(TableauErrorKind.AlreadyQueued, await KindAsync(() => site.StartRefreshAsync(ResourceType.Datasource, orders.Luid, false, default)));
        await site.CancelJobAsync(job.Id, default);
        Assert.Equal(2, (await EndOfAsync(site, job.Id)).FinishCode);
        Assert.Equal(TableauErrorKind.JobEnded, await KindAsync(() => site.CancelJobAsync(job.Id, default)));
        Assert.Equal(TableauErrorKind.NotFound, await KindAsync(() => site.GetJobAsync(Guid.NewGuid().ToString(), default)));
    }

    [Fact]
    public async Task An_account_without_rights_is_told_so()
    {
        await using var neighbour = await Neighbour.StartAsync(settings: new()
        {
            ["Sites:0:Credential:PatName"] = "limited",
            ["Sites:0:Credential:PatSecret"] = "limited-secret",
        });
        Assert.Equal(TableauErrorKind.Forbidden, await KindAsync(() => neighbour.Default.ListRefreshJobsAsync(DateTimeOffset.UtcNow, default)));
    }

    [Fact]
    public async Task Thousands_of_items_come_in_pages_and_each_once()
    {
        await using var neighbour = await Neighbour.StartAsync(options => options.Workbooks = 2_500);
        var luids = new HashSet<string>();
        await foreach (var item in neighbour.Default.ListItemsAsync(ResourceType.Workbook, default))
        {
            Assert.True(luids.Add(item.Luid));
        }

        Assert.InRange(luids.Count, 2_500, 2_600);
        Assert.Equal(3, neighbour.Simulator.Requests["GET /sites/{id}/workbooks"]);
    }

    [Fact]
    public async Task Signing_out_is_heard()
    {
        await using var neighbour = await Neighbour.StartAsync();
        await neighbour.Default.ListProjectsAsync(default);
        await neighbour.Default.SignOutAsync(default);
        Assert.Equal(1, neighbour.Simulator.Requests["POST /auth/signout"]);
    }

    private static async Task<TableauErrorKind> KindAsync(Func<Task> call) => (await Assert.ThrowsAsync<TableauException>(call)).Kind;

    /// <summary>Asks until the job has ended: bounded, and without a pause, because the simulator answers at once.</summary>
    private static async Task<TableauJob> EndOfAsync(TableauSite site, string jobId)
    {
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(30);)
        {
            var job = await site.GetJobAsync(jobId, default);
            if (job.CompletedAt is not null)
            {
                return job;
            }
        }

        throw new TimeoutException($"Job {jobId} did not end.");
    }
}
