using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Grpc.Core;
using Grpc.Health.V1;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Callers.CallerCalls;

namespace GrpcRefresh.FunctionalTests.Callers;

public sealed class StrangerTests : IAsyncLifetime
{
    private TestService _service = null!;
    private string _key = "";

    public async Task InitializeAsync()
    {
        _service = await TestService.StartAsync(settings: settings => settings["GrpcRefresh:Callers:FailuresBeforeDelay"] = "1000");
        _key = await _service.NewKeyAsync("nightly", "--role", "viewer");
        await UntilAsync(() => CodeAsync(_service.Jobs.ListJobsAsync(new ListJobsRequest(), With(null))), StatusCode.Unauthenticated);
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Whatever_is_asked_with_whatever_credential_the_answer_is_one_to_the_byte()
    {
        string[] paths =
        [
            "/grpcrefresh.v1.JobService/ListJobs", "/grpcrefresh.v1.CredentialService/RotateConnectionCredentials", "/grpcrefresh.v1.JobService/NoSuchMethod", "/no.such.Service/Method",
            "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", "/grpc.health.v1.Health/Watch", "/", "/healthz",
        ];
        string?[] credentials = [null, "", "x", $"{_key[..^4]}0000", $"grk_{new string('0', 16)}_{new string('0', 64)}", "a.b.c"];
        var answers = new HashSet<string>();
        foreach (var path in paths)
        {
            foreach (var credential in credentials)
            {
                answers.Add(await AnswerAsync(path, credential));
            }
        }

        var answer = Assert.Single(answers);
        Assert.Contains("grpc-status: 16", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("server:", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_stranger_is_told_the_health_of_the_whole_and_no_more()
    {
        var health = new Health.HealthClient(_service.Channel);

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
        using var http = new HttpClient { BaseAddress = _service.Url, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
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
