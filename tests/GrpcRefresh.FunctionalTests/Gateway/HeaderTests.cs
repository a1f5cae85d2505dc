using System.Net;
using GrpcRefresh.FunctionalTests.Access;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GrpcRefresh.FunctionalTests.Gateway;

public sealed class HeaderTests
{
    [Theory]
    [InlineData("nightly-42.a_B", true)]
    [InlineData("", false)]
    [InlineData("with space", false)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789", false)]
    public async Task A_request_has_its_callers_name_for_it_or_one_of_ours(string given, bool kept)
    {
        await using var gateway = await GatewayService.StartAsync();
        foreach (var path in new[] { "/v1/jobs", "/nowhere", "/healthz/live" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("X-Request-Id", given);

            using var answer = await gateway.Http.SendAsync(request);

            var id = Assert.Single(answer.Headers.GetValues("X-Request-Id"));
            Assert.Equal(kept, id == given);
            Assert.Matches("^[A-Za-z0-9._-]{1,64}$", id);
        }
    }

    [Fact]
    public async Task An_answer_says_nothing_of_the_server_and_is_not_to_be_kept()
    {
        await using var gateway = await GatewayService.StartAsync();

        using var answer = await gateway.Http.GetAsync(new Uri("/v1/jobs", UriKind.Relative));

        Assert.Empty(answer.Headers.Server);
        Assert.Equal("no-store", $"{answer.Headers.CacheControl}");
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST:1234", 200)]
    [InlineData("127.0.0.1:5480", 200)]
    [InlineData("[::1]:5480", 200)]
    [InlineData("evil.example.com", 403)]
    [InlineData("localhost.evil.example.com:5480", 403)]
    [InlineData("10.0.0.1", 403)]
    public async Task While_nobody_is_configured_only_a_local_name_is_answered(string host, int expected)
    {
        await using var gateway = await GatewayService.StartAsync();

        var answer = await gateway.SendRawAsync($"GET /v1/jobs HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {expected} ", answer, StringComparison.Ordinal);
        Assert.Equal(expected == 403, answer.Contains("PERMISSION_DENIED", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site: cross-site", 403)]
    [InlineData("Sec-Fetch-Site: same-site", 403)]
    [InlineData("Sec-Fetch-Site: cross-site|Origin: https://evil.example.com", 403)]
    [InlineData("Sec-Fetch-Site: cross-site|Origin: https://status.example.com", 200)]
    [InlineData("Sec-Fetch-Site: none", 200)]
    [InlineData("Sec-Fetch-Site: same-origin", 200)]
    public async Task While_nobody_is_configured_nothing_is_done_for_a_page_that_is_not_allowed(string headers, int expected)
    {
        await using var gateway = await GatewayService.StartAsync(settings: all => all["GrpcRefresh:Gateway:AllowedOrigins:0"] = "https://status.example.com");

        var (status, answer) = await gateway.AskAsync("GET /v1/jobs", string.Concat(headers.Split('|').Select(header => $"{header}\r\n")));

        Assert.Equal(expected, status);
        Assert.Equal(expected == 403, answer.Contains("AllowedOrigins", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_is_told_to_anybody_until_the_service_leaves()
    {
        await using var gateway = await GatewayService.StartAsync();
        new KeyRing(gateway.Service).New("nightly", Role.Viewer);

        var (live, ready) = (await AskAsync("live"), await AskAsync("ready"));
        // Its first sign of leaving; the listeners close later.
        gateway.Service.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        var (stillLive, notReady) = (await AskAsync("live"), await AskAsync("ready"));

        Assert.Equal([(200, "ok"), (200, "ok"), (200, "ok"), (503, "not ready")], [live, ready, stillLive, notReady]);

        async Task<(int Status, string Text)> AskAsync(string page)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/healthz/{page}") { Headers = { Host = "10.1.2.3" } };
            using var answer = await gateway.Http.SendAsync(request);
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task The_description_of_the_routes_is_served()
    {
        await using var gateway = await GatewayService.StartAsync();

        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs", "openapi.json")),
            await gateway.Http.GetStringAsync(new Uri("/openapi.json", UriKind.Relative)));
    }

    [Fact]
    public async Task Neither_door_leads_into_the_other()
    {
        await using var gateway = await GatewayService.StartAsync();
        using var http2 = new HttpClient { BaseAddress = gateway.Service.Url, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        using var json = await http2.GetAsync(new Uri("/v1/jobs", UriKind.Relative));
        using var health = await http2.GetAsync(new Uri("/healthz/live", UriKind.Relative));
        using var content = new ByteArrayContent([0, 0, 0, 0, 0]) { Headers = { ContentType = new("application/grpc") } };
        using var grpc = await gateway.Http.PostAsync(new Uri("/grpcrefresh.v1.JobService/ListJobs", UriKind.Relative), content);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (json.StatusCode, health.StatusCode, grpc.StatusCode));
        Assert.Contains("ROUTE_NOT_FOUND", await grpc.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_an_allowed_origin_may_call_and_of_no_other()
    {
        await using var gateway = await GatewayService.StartAsync(settings: all => all["GrpcRefresh:Gateway:AllowedOrigins:0"] = "https://status.example.com");

        var allowed = await PreflightAsync(gateway, "https://status.example.com");
        var other = await PreflightAsync(gateway, "https://evil.example.com");
        var plain = await gateway.AskAsync("GET /v1/jobs", "Origin: https://status.example.com\r\n");

        Assert.Contains("Access-Control-Allow-Origin: https://status.example.com", allowed, StringComparison.Ordinal);
        Assert.Contains("Access-Control-Allow-Headers: Authorization,Content-Type,Last-Event-ID,X-Request-Id", allowed, StringComparison.Ordinal);
        Assert.DoesNotContain("Access-Control", other, StringComparison.Ordinal);
        Assert.Contains("Access-Control-Allow-Origin: https://status.example.com", plain.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_configured_origin_no_page_may_call()
    {
        await using var gateway = await GatewayService.StartAsync();

        Assert.DoesNotContain("Access-Control", await PreflightAsync(gateway, "http://localhost:3000"), StringComparison.Ordinal);
    }

    private static async Task<string> PreflightAsync(GatewayService gateway, string origin) => (await gateway.AskAsync(
        "OPTIONS /v1/resources:refresh",
        $"Origin: {origin}\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization,content-type\r\n")).Answer;
}
