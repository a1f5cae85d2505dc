namespace GrpcRefresh.FunctionalTests.Gateway;

/// <summary>The path is taken as it is sent: nothing is resolved, folded or guessed.</summary>
public sealed class RouteTests(DoorWorld world) : IClassFixture<DoorWorld>
{
    [Theory]
    [InlineData("/v1/jobs/nobody", "nobody")]
    [InlineData("/v1/jobs/a%3Await", "a:wait")]
    [InlineData("/v1/jobs/a:b:wait?timeout=0s", "a:b")]
    [InlineData("/v1/jobs/a%2Fb", "a/b")]
    [InlineData("/v1/jobs/a%252Fb", "a%2Fb")]
    [InlineData("/v1/jobs/a+b", "a+b")]
    [InlineData("/v1/j%6fbs/nobody", "nobody")]
    [InlineData("http://localhost/v1/jobs/nobody", "nobody")]
    public async Task A_name_in_the_path_is_decoded_once(string target, string tells)
    {
        var (status, answer) = await world.Gateway.AskAsync($"GET {target}");

        Assert.Equal(404, status);
        Assert.Contains("JOB_NOT_FOUND", answer, StringComparison.Ordinal);
        Assert.Contains(tells, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/V1/jobs")]
    [InlineData("/v1/Jobs/nobody")]
    [InlineData("/v1/jobs/")]
    [InlineData("/v1//jobs")]
    [InlineData("//v1/jobs")]
    [InlineData("/v1/jobs/:wait")]
    [InlineData("/v1/jobs/:watch")]
    [InlineData("/v1/jobs/nobody:Wait")]
    [InlineData("/v1/jobs/nobody:w%61it")]
    [InlineData("/v1/jobs/nobody:")]
    [InlineData("/v1/jobs/nobody/steps/")]
    [InlineData("/v1/jobs/../jobs")]
    [InlineData("/v1/jobs/%2e%2E/jobs")]
    [InlineData("/v1/./jobs")]
    [InlineData("/v1/jobs/..")]
    [InlineData("/v1\\jobs")]
    [InlineData("/grpcrefresh.v1.JobService/ListJobs")]
    [InlineData("/healthz")]
    public async Task What_is_no_path_of_ours_is_not_found(string target)
    {
        var (status, answer) = await world.Gateway.AskAsync($"GET {target}");

        Assert.Equal(404, status);
        Assert.Contains("ROUTE_NOT_FOUND", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/jobs/%zz")]
    [InlineData("/v1/jobs/%e4")]
    [InlineData("/v1/jobs/%4")]
    [InlineData("/v1/jobs?page_size=%zz")]
    [InlineData("/v1/jobs?page_size=x")]
    [InlineData("/v1/jobs?pageSize=1&page_size=1")]
    [InlineData("/v1/jobs?page_sise=1")]
    [InlineData("/v1/jobs?filter=x")]
    [InlineData("/v1/jobs?filter.labels=x")]
    [InlineData("/v1/jobs?filter.labels[a]=x&filter.labels[a]=y")]
    [InlineData("/v1/jobs?filter.resource.luid=a&filter.resource.url=b")]
    [InlineData("/v1/jobs?filter.states=RUNNING")]
    [InlineData("/v1/jobs?=1")]
    [InlineData("/v1/jobs/nobody:wait?job_id=other")]
    [InlineData("/v1/jobs/nobody:wait?timeout=5")]
    public async Task What_a_path_or_a_query_cannot_mean_is_refused(string target)
    {
        var (status, answer) = await world.Gateway.AskAsync($"GET {target}");

        Assert.Equal(400, status);
        Assert.Contains("INVALID_REQUEST", answer, StringComparison.Ordinal);
        Assert.Contains("fieldViolations", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST /v1/jobs", "Allow: GET")]
    [InlineData("DELETE /v1/jobs/x", "Allow: GET")]
    [InlineData("HEAD /v1/jobs/x", "Allow: GET")]
    [InlineData("GET /v1/jobs/x:cancel", "Allow: POST")]
    [InlineData("OPTIONS /v1/resources:refresh", "Allow: POST")]
    [InlineData("POST /openapi.json", "Allow: GET")]
    public async Task Another_verb_on_a_path_of_ours_is_told_the_right_one(string line, string allow)
    {
        var (status, answer) = await world.Gateway.AskAsync(line, "Content-Length: 0\r\n");

        Assert.Equal(405, status);
        Assert.Contains(allow, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lone_asterisk_is_no_path()
    {
        var (status, _) = await world.Gateway.AskAsync("OPTIONS *");

        Assert.Equal(404, status);
    }
}
