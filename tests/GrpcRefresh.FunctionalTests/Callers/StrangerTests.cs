using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Grpc.Core;
using Grpc.Health.V1;
using GrpcRefresh.FunctionalTests.Access;
using GrpcRefresh.FunctionalTests.Gateway;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Callers.CallerCalls;

namespace GrpcRefresh.FunctionalTests.Callers;

public sealed class StrangerTests : IAsyncLifetime
{
    private GatewayService _gateway = null!;
    private string _key = "";
    private string _revoked = "";

    private TestService Service => _gateway.Service;

    private IEnumerable<string?> Credentials => [null, "", "x", $"{_key[..^4]}0000", $"grk_{new string('0', 16)}_{new string('0', 64)}", _revoked, "a.b.c"];

    public async Task InitializeAsync()
    {
        _gateway = await GatewayService.StartAsync(settings: settings => settings["GrpcRefresh:Callers:FailuresBeforeDelay"] = "1000");
        _key = await Service.NewKeyAsync("nightly", "--role", "viewer");
        _revoked = await Service.NewKeyAsync("former", "--role", "admin");
        Assert.Equal(0, (await ServerVerb.RunAsync(Service.Database, "key", "revoke", "former")).ExitCode);
        foreach (var credential in new[] { null, _revoked })
        {
            await UntilAsync(() => CodeAsync(Service.Jobs.ListJobsAsync(new ListJobsRequest(), With(credential))), StatusCode.Unauthenticated);
        }
    }

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task Whatever_is_asked_with_whatever_credential_the_answer_is_one_to_the_byte()
    {
        string[] paths =
        [
            "/grpcrefresh.v1.JobService/ListJobs", "/grpcrefresh.v1.CredentialService/RotateConnectionCredentials", "/grpcrefresh.v1.JobService/NoSuchMethod", "/no.such.Service/Method",
            "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", "/grpc.health.v1.Health/Watch", "/", "/healthz",
        ];
        var answers = new HashSet<string>();
        foreach (var path in paths)
        {
            foreach (var credential in Credentials)
            {
                answers.Add(await AnswerAsync(path, credential));
            }
        }

        var answer = Assert.Single(answers);
        Assert.Contains("grpc-status: 16", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("server:", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_gateway_too_has_one_answer_to_the_byte()
    {
        string[] requests =
        [
            "GET /v1/jobs", "POST /v1/resources:refresh", "GET /v1/jobs/nobody", "GET /v1/jobs:watch", "DELETE /v1/jobs", "GET /v1/resources:refresh", "GET /v1/jobs?nonsense=1",
            "GET /openapi.json", "POST /openapi.json", "GET /nowhere", "GET /", "GET /healthz", "POST /healthz/live", "OPTIONS /v1/jobs",
        ];
        var answers = new HashSet<string>();
        foreach (var request in requests)
        {
            foreach (var credential in Credentials)
            {
                var (_, answer) = await _gateway.AskAsync(request, credential is null ? "" : $"Authorization: Bearer {credential}\r\n");
                answers.Add(string.Join("\r\n", answer.Split("\r\n").Where(line => !line.StartsWith("X-Request-Id: ", StringComparison.Ordinal) && !line.StartsWith("Date: ", StringComparison.Ordinal))));
            }
        }

        var one = Assert.Single(answers);
        Assert.StartsWith("HTTP/1.1 401 ", one, StringComparison.Ordinal);
        Assert.Contains("\r\nWWW-Authenticate: ", one, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nServer:", one, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_page_asks_before_it_calls_and_is_answered_alike_whatever_the_path_is()
    {
        await using var gateway = await GatewayService.StartAsync(settings: all => all["GrpcRefresh:Gateway:AllowedOrigins:0"] = "https://status.example.com");
        new KeyRing(gateway.Service).New("nightly", Role.Viewer);
        var answers = new HashSet<string>();
        foreach (var path in new[] { "/v1/jobs", "/nowhere", "/openapi.json" })
        {
            var (status, answer) = await gateway.AskAsync($"OPTIONS {path}", "Origin: https://evil.example.com\r\nAccess-Control-Request-Method: GET\r\n");
            answers.Add(string.Join('\n', answer.Split("\r\n").Where(line => !line.StartsWith("Date: ", StringComparison.Ordinal))));
            Assert.Equal(204, status);
        }

        Assert.DoesNotContain("Access-Control", Assert.Single(answers), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_is_told_the_health_of_the_whole_and_no_more()
    {
        var health = new Health.HealthClient(Service.Channel);

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest(), With(null))).Status);
        Assert.Equal(StatusCode.Unauthenticated, await CodeAsync(health.CheckAsync(new HealthCheckRequest { Service = "grpcrefresh.v1.JobService" }, With(null))));
        Assert.Equal(StatusCode.Unauthenticated, await CodeAsync(health.CheckAsync(new HealthCheckRequest { Service = "no.such.Service" }, With(null))));
    }

    [Fact]
    public async Task A_caller_in_haste_is_told_when_to_come_back()
    {
        await using var service = await TestService.StartAsync(settings: settings =>
        {
            settings["GrpcRefresh:Callers:RequestsPerSecond"] = "1";
            settings["GrpcRefresh:Callers:Burst"] = "2";
        });
        var key = await service.NewKeyAsync("nightly", "--role", "viewer");

        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                await service.Jobs.ListJobsAsync(new ListJobsRequest(), With(key));
            }
        });

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Equal("RATE_LIMITED", GrpcRefresh.Client.GrpcRefreshException.From(refused).ReasonName);
        Assert.NotNull(GrpcRefresh.Client.GrpcRefreshException.From(refused).RetryDelay);
    }

    private async Task<string> AnswerAsync(string path, string? credential)
    {
        using var http = new HttpClient { BaseAddress = Service.Url, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Content = new ByteArrayContent([0, 0, 0, 0, 0]) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } };
        if (credential is not null)
        {
            request.Headers.TryAddWithoutValidation("authorization", $"Bearer {credential}");
        }

        using var response = await http.SendAsync(request);
        var answer = new StringBuilder($"{(int)response.StatusCode}\n");
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Concat(response.TrailingHeaders).Where(header => header.Key != "Date"))
        {
            answer.Append($"{name}: {string.Join(',', values)}\n");
        }

        return answer.Append(await response.Content.ReadAsStringAsync()).ToString();
    }
}
