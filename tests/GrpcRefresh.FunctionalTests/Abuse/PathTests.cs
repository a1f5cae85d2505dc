using System.Net;

namespace GrpcRefresh.FunctionalTests.Abuse;

/// <summary>Addresses that somebody else on the way might read as others.</summary>
public sealed class PathTests(AbuseWorld world) : IClassFixture<AbuseWorld>
{
    [Theory]
    [InlineData("/healthz/live/../../v1/jobs")]
    [InlineData("/healthz/live/%2e%2e/%2e%2e/v1/jobs")]
    [InlineData("/healthz/live%2f..%2f..%2fv1%2fjobs")]
    [InlineData("/healthz/live;/../v1/jobs")]
    [InlineData("/healthz/live/")]
    [InlineData("//healthz/live")]
    [InlineData("/healthz%2flive")]
    [InlineData("/HEALTHZ/live")]
    [InlineData("/healthz/live#/v1/jobs")]
    [InlineData("/v1/jobs")]
    [InlineData("/v1/..%2f..%2fhealthz/live")]
    [InlineData("/v1/jobs/%c0%ae%c0%ae/healthz")]
    [InlineData("/openapi.json")]
    [InlineData("/nowhere")]
    public async Task No_way_of_writing_an_address_leads_past_the_door(string target)
    {
        var (status, answer) = await world.Gateway.AskAsync($"GET {target}");

        Assert.Equal(401, status);
        Assert.Contains("UNAUTHENTICATED", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/jobs%2f..%2fjobs", "ROUTE_NOT_FOUND")]
    [InlineData("/v1/jobs/x%2f..%2f..%2fresources", "JOB_NOT_FOUND")]
    [InlineData("/v1/jobs/%252e%252e", "JOB_NOT_FOUND")]
    [InlineData("/v1/jobs/%252fx", "JOB_NOT_FOUND")]
    [InlineData("/v1/jobs/%c0%af", "INVALID_REQUEST")]
    [InlineData("/v1/jobs/%ed%a0%80", "INVALID_REQUEST")]
    [InlineData("/v1%2fjobs", "ROUTE_NOT_FOUND")]
    [InlineData("/v1/jobs;a=b", "ROUTE_NOT_FOUND")]
    [InlineData("/v1/%6Aobs/..%5c..", "JOB_NOT_FOUND")]
    public async Task An_address_is_decoded_once_and_resolved_never(string target, string reason)
    {
        var (_, answer) = await world.AskAsync(target);

        Assert.Contains(reason, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/grpc.health.v1.Health/Check/../../grpcrefresh.v1.JobService/ListJobs")]
    [InlineData("/grpc.health.v1.Health/Check/%2e%2e/%2e%2e/grpcrefresh.v1.JobService/ListJobs")]
    [InlineData("/grpc.health.v1.Health/Check%2f..")]
    [InlineData("/GRPC.HEALTH.V1.HEALTH/WATCH")]
    [InlineData("/grpc.health.v1.health/check/")]
    [InlineData("//grpcrefresh.v1.JobService/ListJobs")]
    [InlineData("/grpcrefresh.v1.JobService%2fListJobs")]
    [InlineData("/grpcrefresh.v1.jobservice/listjobs")]
    public async Task Nor_at_the_gRPC_door(string path)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://{world.Service.Url.Authority}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, 0]) { Headers = { ContentType = new("application/grpc") } },
        };

        using var answer = await http.SendAsync(request);

        Assert.Equal("16", Assert.Single(answer.Headers.GetValues("grpc-status")));
    }
}
