using System.Text.Json;
using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.OtherLanguages;

/// <summary>The service as somebody meets it who has the protos and nothing else of ours: from JavaScript.</summary>
public sealed class JavaScriptTests(JavaScriptClient client) : IClassFixture<JavaScriptClient>
{
    private const string Refresh = "grpcrefresh.v1.RefreshService/RefreshResource";
    private const string Watch = "grpcrefresh.v1.JobService/WatchJob";

    private static readonly string[] Succeeded = ["JOB_STATE_SUCCEEDED"];
    private static readonly object Orders = Datasource("Orders", "Sales");

    [NodeFact]
    public async Task A_refresh_is_watched_to_its_end()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.Settings.Backgrounders = 0;
        var jobId = await StartAsync(service, Orders);

        // Tableau begins the run once the watch is known to be open.
        var watch = await client.CallAsync(service.Url, Watch, new { job_id = jobId }, arrived: () => service.Tableau.Settings.Backgrounders = 1);

        Assert.Equal("OK", watch.Status);
        Assert.Equal("WATCH_EVENT_SNAPSHOT", Text(watch.Messages[0], "event"));
        Assert.Equal(("WATCH_EVENT_TERMINAL", "JOB_STATE_SUCCEEDED"), (Text(watch.Messages[^1], "event"), Text(watch.Messages[^1], "job", "state")));
        Assert.Empty(service.Errors.Entries);
    }

    [NodeFact]
    public async Task A_watch_goes_on_after_its_resume_token()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.Settings.Backgrounders = 0;
        var jobId = await StartAsync(service, Orders);
        var whole = await client.CallAsync(service.Url, Watch, new { job_id = jobId }, arrived: () => service.Tableau.Settings.Backgrounders = 1);

        var rest = await client.CallAsync(service.Url, Watch, new { job_id = jobId, resume_token = Text(whole.Messages[0], "resume_token") });

        Assert.Equal(Revisions(whole)[^1], Revisions(rest)[^1]);
        Assert.DoesNotContain(Revisions(whole)[0], Revisions(rest));
    }

    [NodeFact]
    public async Task A_refresh_that_fails_is_an_orderly_end_with_the_reason_in_the_job()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.World.Snowflake.SetSecrets("FINANCE_SVC", "another");
        var jobId = await StartAsync(service, Datasource("Ledger", "Finance"));

        var watch = await client.CallAsync(service.Url, Watch, new { job_id = jobId });

        var error = watch.Messages[^1].GetProperty("job").GetProperty("error");
        Assert.Equal("OK", watch.Status);
        Assert.Equal("REFRESH_FAILED", Text(Assert.Single(JavaScriptAnswer.Details(error, "google.rpc.ErrorInfo")), "reason"));
    }

    [NodeFact]
    public async Task A_wrong_name_is_refused_with_the_reason_and_similar_names()
    {
        await using var service = await TestService.StartAsync();

        var refused = await client.CallAsync(service.Url, Refresh, new { resource = Datasource("Order", "Sales") });

        var info = Assert.Single(JavaScriptAnswer.Details(refused.End, "google.rpc.ErrorInfo"));
        Assert.Equal("NOT_FOUND", refused.Status);
        Assert.Equal(("grpcrefresh", "RESOURCE_NOT_FOUND"), (Text(info, "domain"), Text(info, "reason")));
        Assert.Contains("Orders", Text(info, "metadata", "candidates"), StringComparison.Ordinal);
        Assert.Contains("Sales / Orders", JavaScriptAnswer.Details(refused.End, "google.rpc.ResourceInfo").Select(found => Text(found, "description")));
    }

    [NodeFact]
    public async Task A_name_that_fits_two_workbooks_is_refused_with_both_as_candidates()
    {
        await using var service = await TestService.StartAsync();

        var refused = await client.CallAsync(service.Url, Refresh, new { resource = Workbook("Regional Overview", "Sales") });

        var candidates = JavaScriptAnswer.Details(refused.End, "google.rpc.ResourceInfo").ToList();
        Assert.Equal("FAILED_PRECONDITION", refused.Status);
        Assert.Equal("RESOURCE_AMBIGUOUS", Text(Assert.Single(JavaScriptAnswer.Details(refused.End, "google.rpc.ErrorInfo")), "reason"));
        Assert.Equal(2, candidates.Select(candidate => Text(candidate, "resource_name")).Distinct().Count());
        Assert.All(candidates, candidate => Assert.Contains("Regional Overview", Text(candidate, "description"), StringComparison.Ordinal));
    }

    [NodeFact]
    public async Task A_wait_answers_with_the_ended_job_and_the_list_has_it()
    {
        await using var service = await TestService.StartAsync();
        var jobId = await StartAsync(service, Orders);

        var wait = await client.CallAsync(service.Url, "grpcrefresh.v1.JobService/WaitJob", new { job_id = jobId, timeout = new { seconds = 40 } });
        var list = await client.CallAsync(service.Url, "grpcrefresh.v1.JobService/ListJobs", new { filter = new { states = Succeeded } });

        Assert.Equal("JOB_STATE_SUCCEEDED", Text(Assert.Single(wait.Messages), "job", "state"));
        Assert.Equal(jobId, Text(Assert.Single(Assert.Single(list.Messages).GetProperty("jobs").EnumerateArray()), "job_id"));
    }

    [NodeFact]
    public async Task The_health_service_says_that_it_serves()
    {
        await using var service = await TestService.StartAsync();

        var health = await client.CallAsync(service.Url, "grpc.health.v1.Health/Check", new { service = "grpcrefresh.v1.JobService" });

        Assert.Equal("SERVING", Text(Assert.Single(health.Messages), "status"));
    }

    private async Task<string> StartAsync(TestService service, object resource)
    {
        var started = await client.CallAsync(service.Url, Refresh, new { resource, request_id = Guid.NewGuid().ToString() });
        Assert.Equal("OK", started.Status);
        return Text(Assert.Single(started.Messages), "job", "job_id");
    }

    private static object Datasource(string name, params string[] projects) => Ref("RESOURCE_TYPE_DATASOURCE", name, projects);

    private static object Workbook(string name, params string[] projects) => Ref("RESOURCE_TYPE_WORKBOOK", name, projects);

    private static object Ref(string type, string name, string[] projects) => new { type, path = new { project_path = projects, name } };

    private static List<string> Revisions(JavaScriptAnswer watch) => [.. watch.Messages.Select(message => Text(message, "job", "revision"))];

    private static string Text(JsonElement element, params string[] path) =>
        path.Aggregate(element, (at, name) => at.GetProperty(name)).GetString()!;
}
