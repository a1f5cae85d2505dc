using System.Text.Json;
using Grpc.Core;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Audit;

public sealed class AuditTests : IAsyncLifetime
{
    private const string RefreshPath = "/sites/*/datasources/*/refresh";

    private TestService _service = null!;

    public async Task InitializeAsync() => _service = await TestService.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task A_refused_refresh_is_written_into_the_chain_of_the_job_it_was_refused_for()
    {
        _service.Tableau.Settings.JobDuration = TimeSpan.FromMinutes(10);
        var active = (await _service.RefreshAsync(Datasource("Orders", "Sales"))).Job;

        await Assert.ThrowsAsync<RpcException>(() => _service.RefreshAsync(Datasource("Orders", "Sales"), Freshness.RejectIfActive));

        var row = (await ServerVerb.ExportAsync(_service.Database, "--job", active.JobId)).Single(row => row.Text("outcome") == "REFUSED");
        Assert.Equal("CALL_REFRESH", row.Text("action"));
        Assert.StartsWith("ALREADY_RUNNING: ", row.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_refused_before_there_is_a_job_is_written_into_the_services_chain()
    {
        await Assert.ThrowsAsync<RpcException>(() => _service.RefreshAsync(Datasource("Nothing like it", "Sales")));
        await Assert.ThrowsAsync<RpcException>(async () => await _service.Jobs.CancelJobAsync(new CancelJobRequest { JobId = "made-up" }));

        var rows = await ServerVerb.ExportAsync(_service.Database);

        Assert.Equal(["CALL_REFRESH", "CALL_CANCEL"], rows.Select(row => row.Text("action")));
        Assert.Equal(["RESOURCE_NOT_FOUND", "JOB_NOT_FOUND"], rows.Select(row => row.Text("detail").Split(':')[0]));
        Assert.All(rows, row => Assert.Equal(("service", "REFUSED"), (row.Text("chain"), row.Text("outcome"))));
    }

    [Fact]
    public async Task What_changes_nothing_leaves_no_row()
    {
        await _service.Refreshes.RefreshResourceAsync(new RefreshResourceRequest { Resource = Datasource("Orders", "Sales"), ValidateOnly = true });
        await Assert.ThrowsAsync<RpcException>(async () => await _service.Refreshes.RefreshResourceAsync(
            new RefreshResourceRequest { Resource = Datasource("Nothing like it", "Sales"), ValidateOnly = true }));
        await _service.Refreshes.ResolveResourceAsync(new ResolveResourceRequest { Resource = Datasource("Orders", "Sales") });

        Assert.Empty(await ServerVerb.ExportAsync(_service.Database));
    }

    [Fact]
    public async Task A_POST_that_is_turned_away_and_repeated_is_told_attempt_by_attempt()
    {
        _service.Tableau.Faults.Add(new Fault { Method = "POST", Path = RefreshPath, Kind = FaultKind.Status, Status = 429, Code = "429000", RetryAfter = 1, Times = 1 });

        var rows = await RowsOfRefreshAsync();

        Assert.Equal(["INTENDED", "REFUSED", "INTENDED", "ACCEPTED"], Outcomes(rows, "TABLEAU_REFRESH"));
        Assert.StartsWith("THROTTLED, HTTP status 429, Tableau's code 429000, request ", rows[2].Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_answer_is_UNKNOWN_until_it_is_found()
    {
        _service.Tableau.Faults.Add(new Fault { Method = "POST", Path = RefreshPath, Kind = FaultKind.DropReply, Times = 1 });

        Assert.Equal(["INTENDED", "UNKNOWN", "ACCEPTED"], Outcomes(await RowsOfRefreshAsync(), "TABLEAU_REFRESH"));
    }

    [Fact]
    public async Task A_lost_POST_is_NOT_TAKEN_before_it_is_repeated()
    {
        _service.Tableau.Faults.Add(new Fault { Method = "POST", Path = RefreshPath, Kind = FaultKind.Reset, Times = 1 });

        Assert.Equal(["INTENDED", "UNKNOWN", "NOT_TAKEN", "INTENDED", "ACCEPTED"], Outcomes(await RowsOfRefreshAsync(), "TABLEAU_REFRESH"));
    }

    [Fact]
    public async Task A_task_that_is_run_is_named()
    {
        _service.Tableau.Settings.ApiVersion = "3.24";
        await _service.RestartAsync();

        var rows = await RowsOfRefreshAsync(RefreshMode.Incremental);

        Assert.Equal(["INTENDED"], Outcomes(rows, "TABLEAU_RUN_TASK"));
        Assert.Matches("^attempt 1, task [0-9a-f-]{36}$", rows.Single(row => row.Text("action") == "TABLEAU_RUN_TASK").Text("detail"));
    }

    [Fact]
    public async Task A_cancel_is_told_before_and_after_Tableau_is_asked()
    {
        _service.Tableau.Settings.JobDuration = TimeSpan.FromMinutes(10);
        _service.Tableau.Settings.CancelDelay = TimeSpan.FromMilliseconds(100);
        var jobId = (await _service.RefreshAsync(Datasource("Orders", "Sales"))).Job.JobId;
        await _service.UntilAsync(jobId, job => job.State == JobState.Running);

        await _service.Jobs.CancelJobAsync(new CancelJobRequest { JobId = jobId });
        await _service.EndOfAsync(jobId);

        var rows = await ServerVerb.ExportAsync(_service.Database, "--job", jobId);
        Assert.Equal(
            ["CALL_CANCEL ACCEPTED", "TABLEAU_CANCEL INTENDED", "TABLEAU_CANCEL ACCEPTED", "JOB_END CANCELLED"],
            rows.Skip(3).Select(row => $"{row.Text("action")} {row.Text("outcome")}"));
    }

    private static IEnumerable<string> Outcomes(IEnumerable<JsonElement> rows, string action) =>
        rows.Where(row => row.Text("action") == action).Select(row => row.Text("outcome"));

    private async Task<IReadOnlyList<JsonElement>> RowsOfRefreshAsync(RefreshMode mode = RefreshMode.Full)
    {
        var job = await _service.EndOfAsync((await _service.RefreshAsync(Datasource("Orders", "Sales"), mode: mode)).Job.JobId);
        Assert.Equal(JobState.Succeeded, job.State);
        return await ServerVerb.ExportAsync(_service.Database, "--job", job.JobId);
    }
}
