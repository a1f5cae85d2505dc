using GrpcRefresh.Client;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Cli;

public sealed class RefreshCommandTests : ToolTest
{
    private const string Orders = "resource refresh --type datasource --path Sales --name Orders";

    [Fact]
    public async Task A_refresh_answers_with_its_job()
    {
        var run = await RunAsync(Orders);

        var line = Assert.Single(run.Lines);
        var job = await Service.EndOfAsync(line.Split(' ')[0]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Matches("^[^ ]+  STARTED   [A-Z]+ +Sales / Orders$", line);
        Assert.Equal(JobState.Succeeded, job.State);
    }

    [Fact]
    public async Task With_wait_progress_goes_to_standard_error_and_the_end_to_standard_output()
    {
        var run = await RunAsync($"{Orders} --wait");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches("^[^ ]+  STARTED   SUCCEEDED        Sales / Orders$", Assert.Single(run.Lines));
        Assert.Matches("(?m)^[0-9TZ:-]+  [^ ]+  SUCCEEDED        Sales / Orders$", run.Errors);
        Assert.DoesNotContain('\x1b', run.Errors);
        Assert.Equal(1, Service.Tableau.Requests[PostRefresh]);
    }

    [Fact]
    public async Task Of_several_jobs_the_worst_counts()
    {
        Service.Tableau.World.Snowflake.SetSecrets("FINANCE_SVC", "another");

        var run = await RunAsync("resource", "refresh", "--type", "workbook", "--path", "Finance", "--name", "R&D Spend", "--name", "Budget vs Actuals", "--wait");

        Assert.Equal(3, run.ExitCode);
        Assert.Equal(2, run.Lines.Count);
        Assert.All(run.Lines, line => Assert.Contains("FAILED", line, StringComparison.Ordinal));
        Assert.Contains("Incorrect username or password", run.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_refused_does_not_keep_the_others_from_running()
    {
        var run = await RunAsync($"{Orders} --name Order --wait");

        Assert.Equal(7, run.ExitCode);
        Assert.Contains("SUCCEEDED", Assert.Single(run.Lines), StringComparison.Ordinal);
        Assert.Contains("Sales / Order: RESOURCE_NOT_FOUND: ", run.Errors, StringComparison.Ordinal);
        Assert.Matches("  candidate: Sales / Orders .*--luid [0-9a-f-]{36}", run.Errors);
    }

    [Fact]
    public async Task A_candidate_can_be_refreshed_by_its_luid()
    {
        var refused = await RunAsync("resource", "refresh", "--type", "workbook", "--path", "Sales", "--name", "Regional Overview");
        var luids = refused.Errors.Split('\n').Where(line => line.Contains("--luid ", StringComparison.Ordinal)).Select(line => line.Split("--luid ")[1]).ToList();

        var run = await RunAsync(["resource", "refresh", "--type", "workbook", .. luids.SelectMany(luid => new[] { "--luid", luid }), "--wait"]);

        Assert.Equal((7, 2, 0), (refused.ExitCode, luids.Count, run.ExitCode));
        Assert.Equal(luids.Order(), Service.Tableau.World.Jobs.Select(job => job.ItemLuid).Order());
    }

    [Fact]
    public async Task Content_is_found_by_its_address_and_under_names_with_a_slash()
    {
        var orders = Service.Tableau.World.Item("Sales/Orders");
        Service.Tableau.World.ChangeItem(orders.Luid, item => item with { Name = "Orders 1/2" });

        var named = await RunAsync("resource", "resolve", "--type", "datasource", "--project", "Sales", "--name", "Orders 1/2");
        var pasted = await RunAsync("resource", "resolve", $"{Service.Tableau.Url}#/workbooks/201/views");

        Assert.Equal($"{orders.Luid}  datasource  Sales / Orders 1/2  owner demo", Assert.Single(named.Lines));
        Assert.EndsWith("workbook    Sales / EMEA / Pipeline  owner ana", Assert.Single(pasted.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_an_object_a_line_with_the_names_of_the_contract()
    {
        Service.Tableau.World.Snowflake.SetSecrets("FINANCE_SVC", "another");

        var run = await RunAsync("resource refresh --type datasource --path Finance --name Ledger --wait --output json");

        var answer = Assert.Single(Objects(run));
        Assert.Equal(("DISPOSITION_STARTED", "JOB_STATE_FAILED"), (Text(answer, "disposition"), Text(answer, "job", "state")));
        var error = answer.GetProperty("job").GetProperty("error").GetProperty("details")[0];
        Assert.Equal(("type.googleapis.com/google.rpc.ErrorInfo", "REFRESH_FAILED"), (Text(error, "@type"), Text(error, "reason")));
    }

    [Fact]
    public async Task Validate_only_starts_nothing()
    {
        var run = await RunAsync($"{Orders} --validate-only");

        Assert.StartsWith("-  STARTED", Assert.Single(run.Lines), StringComparison.Ordinal);
        Assert.Empty((await Service.Jobs.ListJobsAsync(new ListJobsRequest())).Jobs);
    }

    [Fact]
    public async Task A_repeated_request_id_gives_the_same_job()
    {
        var command = $"{Orders} --request-id {Guid.NewGuid()}";

        var (first, second) = (await RunAsync(command), await RunAsync(command));

        Assert.Contains("  REPLAYED  ", second.Output, StringComparison.Ordinal);
        Assert.Equal(first.Lines[0].Split(' ')[0], second.Lines[0].Split(' ')[0]);
    }

    [Fact]
    public async Task Mode_labels_and_freshness_reach_the_service()
    {
        Service.Tableau.Settings.JobDuration = TimeSpan.FromMinutes(10);

        var run = await RunAsync($"{Orders} --mode incremental --label team=sales --label run=7 --output json");
        var joined = await RunAsync($"{Orders} --mode INCREMENTAL --freshness FRESHNESS_JOIN_ACTIVE");
        var listed = await RunAsync("job list --label team=sales --label run=7 --output json");

        var job = Objects(run)[0].GetProperty("job");
        Assert.Equal("REFRESH_MODE_INCREMENTAL", Text(job, "mode"));
        Assert.Contains("  JOINED    ", joined.Output, StringComparison.Ordinal);
        Assert.Equal(Text(job, "jobId"), Text(Assert.Single(Objects(listed)), "jobId"));
    }

    [Fact]
    public async Task Who_really_asks_is_shown_with_the_job()
    {
        var run = await RunAsync($"{Orders} --on-behalf-of ana --output json");

        var job = Assert.Single(Objects(run)).GetProperty("job");
        Assert.Equal("ana", Text(job, "onBehalfOf", "user"));
        Assert.Contains("on behalf of  ana\n", (await RunAsync($"job get {Text(job, "jobId")}")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_lasts_through_a_restart_of_the_service()
    {
        Service.Tableau.Settings.JobDuration = TimeSpan.FromMinutes(10);
        var waiting = RunAsync($"{Orders} --wait");
        using var client = new GrpcRefreshClient(Service.Channel.CreateCallInvoker());
        await foreach (var update in client.WatchManyAsync())
        {
            if (update.Job?.State == JobState.Running)
            {
                break;
            }
        }

        await Service.RestartAsync();
        Service.Tableau.World.ChangeJob(Service.Tableau.World.Jobs.Single().Luid, duration: TimeSpan.FromSeconds(1));

        Assert.Equal(0, (await waiting).ExitCode);
    }
}
