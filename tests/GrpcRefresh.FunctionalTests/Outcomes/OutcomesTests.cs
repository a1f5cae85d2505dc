using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.FunctionalTests.Rotation;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.Simulation;
using GrpcRefresh.SnowflakeSimulation.Faults;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using Microsoft.Extensions.DependencyInjection;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Outcomes;

/// <summary>What becomes of the ends of jobs, with both neighbours simulated.</summary>
public sealed class OutcomesTests : IAsyncLifetime
{
    private LogOfOutcomes _log = null!;

    public async Task InitializeAsync() => _log = await LogOfOutcomes.StartAsync();

    public async Task DisposeAsync() => await _log.DisposeAsync();

    [Fact]
    public async Task A_refresh_that_has_ended_is_a_row()
    {
        await using var service = await StartAsync();
        var begun = await service.Refreshes.RefreshResourceAsync(new RefreshResourceRequest
        {
            Resource = Datasource("Orders", "Sales"),
            Labels = { ["team"] = "sales" },
            OnBehalfOf = new V1.OnBehalfOf { User = "ANA", Task = "LOAD" },
        });
        var job = await service.EndOfAsync(begun.Job.JobId);
        await _log.UntilAsync(rows: 1);

        var row = Assert.Single((await _log.QueryAsync("select * from GRPCREFRESH.TABLEAU.TABLEAU_JOB_LOG")).Rows);
        Assert.Equal((job.JobId, "REFRESH", "SUCCEEDED", "datasource"), (row.Text("JOB_ID"), row.Text("KIND"), row.Text("STATE"), row.Text("RESOURCE_TYPE")));
        Assert.Equal(("default", "", job.Resource.Ref.Luid), (row.Text("SERVER"), row.Text("SITE_ID"), row.Text("RESOURCE_ID")));
        Assert.Equal(("Orders", "Sales", "FULL"), (row.Text("RESOURCE_NAME"), row.Text("PROJECT_PATH"), row.Text("REFRESH_MODE")));
        Assert.Equal((job.CreateTime.ToDateTimeOffset(), job.EndTime.ToDateTimeOffset()), (row.Timestamp("CREATE_TIME"), row.Timestamp("END_TIME")));
        Assert.Equal(("ANA", "LOAD", "sales"), (row.Text("ON_BEHALF_OF_USER"), row.Text("ON_BEHALF_OF_TASK"), row.Json("LABELS")!.Value.GetProperty("team").GetString()));
        Assert.NotNull(row.Timestamp("LOGGED_AT"));
        Assert.Null(row.TextOrNull("ERROR_REASON"));
        Assert.Empty(service.Errors.Entries);
    }

    [Fact]
    public async Task The_views_tell_how_each_piece_of_content_stands()
    {
        await using var service = await StartAsync();
        var orders = service.Tableau.World.Item("Sales/Orders");
        await EndAsync(service, Datasource("Orders", "Sales"));
        service.Tableau.World.ChangeItem(orders.Luid, item => item with { NextOutcome = Simulation.Jobs.JobOutcome.Failed });
        await EndAsync(service, Datasource("Orders", "Sales"));
        await EndAsync(service, Datasource("Shipments", "Operations"));
        await _log.UntilAsync(rows: 3);

        var last = await _log.QueryAsync("select RESOURCE_NAME, STATE from GRPCREFRESH.TABLEAU.TABLEAU_LAST_OUTCOMES order by RESOURCE_NAME");
        Assert.Equal([("Orders", "FAILED"), ("Shipments", "SUCCEEDED")], last.Rows.Select(row => (row.Text("RESOURCE_NAME"), row.Text("STATE"))));
        var open = Assert.Single((await _log.QueryAsync("select * from GRPCREFRESH.TABLEAU.TABLEAU_OPEN_FAILURES")).Rows);
        Assert.Equal(("Orders", "REFRESH_FAILED"), (open.Text("RESOURCE_NAME"), open.Text("ERROR_REASON")));
    }

    [Fact]
    public async Task A_rotation_is_a_row_of_its_kind()
    {
        await using var service = await StartAsync();
        service.Tableau.World.Snowflake.SetSecrets(RotationCalls.Operations, "operations-new-secret");
        var (job, _) = await service.RunAsync(RotationCalls.Request(RotationCalls.Operations, "operations-new-secret"));
        await UntilAsync(() => _log.Rows("KIND").Contains("ROTATION"));

        Assert.Contains($"{job.JobId} ROTATION SUCCEEDED", _log.Rows("JOB_ID, KIND, STATE"));
    }

    [Theory]
    [InlineData(FaultKind.DropReply)]
    [InlineData(FaultKind.Truncated)]
    [InlineData(FaultKind.Reset)]
    public async Task A_lost_reply_leaves_one_row(FaultKind kind)
    {
        var fault = _log.Snowflake.Faults.Add(new Fault { Kind = kind, Statement = "merge into", Times = 2 });
        await using var service = await StartAsync();
        using var collector = new Collector(service.Services.GetRequiredService<ServiceMeter>());
        var job = await EndAsync(service, Datasource("Orders", "Sales"));
        await UntilAsync(() => Total(collector, Measures.OutcomesWritten) == 1);

        Assert.Equal(2, fault.Hits);
        Assert.Equal([job.JobId], _log.Rows());
    }

    [Fact]
    public async Task A_write_that_runs_on_after_its_reply_was_lost_gets_no_other_beside_it()
    {
        (_log.Snowflake.Settings.HoldLimit, _log.Snowflake.Settings.StatementDuration) = (TimeSpan.Zero, TimeSpan.FromSeconds(1.9));
        _log.Snowflake.Settings.ExecutesRunningAgain = true;
        _log.Snowflake.Faults.Add(new Fault { Kind = FaultKind.DropReply, Statement = "merge into", Times = 1 });
        await using var service = await StartAsync();
        using var collector = new Collector(service.Services.GetRequiredService<ServiceMeter>());
        var job = await EndAsync(service, Datasource("Orders", "Sales"));
        await UntilAsync(() => Total(collector, Measures.OutcomesWritten) == 1);

        Assert.Equal([job.JobId], _log.Rows());
        Assert.Single(_log.Writes);
        _log.AssertNoWriteBesideAnother();
    }

    [Fact]
    public async Task While_Snowflake_is_down_outcomes_wait_also_through_a_restart()
    {
        _log.Snowflake.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 401, Code = "390101", Message = "User is disabled." });
        await using var service = await StartAsync();
        List<string> ended = [(await EndAsync(service, Datasource("Orders", "Sales"))).JobId];
        await UntilAsync(() => service.Errors.Entries.Any(entry => entry.Contains("does not let the service in", StringComparison.Ordinal)));
        await service.RestartAsync();
        ended.Add((await EndAsync(service, Datasource("Shipments", "Operations"))).JobId);
        Assert.Empty(_log.Rows());

        _log.Snowflake.Faults.Clear();
        await _log.UntilAsync(rows: 2);

        Assert.Equal(ended.Order(), _log.Rows().Order());
    }

    [Fact]
    public async Task A_missing_table_is_an_error_that_names_the_file_that_makes_it()
    {
        await _log.QueryAsync("drop table GRPCREFRESH.TABLEAU.TABLEAU_JOB_LOG");
        await using var service = await StartAsync();
        await EndAsync(service, Datasource("Orders", "Sales"));
        await UntilAsync(() => service.Errors.Entries.Count > 0);

        Assert.Contains("snowflake/65_outcomes.sql", service.Errors.Entries.First(), StringComparison.Ordinal);
        Assert.Contains("does not exist or not authorized", service.Errors.Entries.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_ended_before_the_log_was_turned_on_follows()
    {
        await using var service = await TestService.StartAsync();
        var job = await EndAsync(service, Datasource("Orders", "Sales"));
        service.Configure(_log.Configure);
        await service.RestartAsync();
        await _log.UntilAsync(rows: 1);

        Assert.Equal([job.JobId], _log.Rows());
    }

    private static double Total(Collector collector, Measure measure) => collector.Of(measure).Sum(seen => seen.Value);

    private static async Task<Job> EndAsync(TestService service, ResourceRef resource) =>
        await service.EndOfAsync((await service.RefreshAsync(resource)).Job.JobId);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private Task<TestService> StartAsync() => TestService.StartAsync(settings: _log.Configure);
}
