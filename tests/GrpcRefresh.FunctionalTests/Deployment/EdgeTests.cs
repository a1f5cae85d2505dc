using System.Net;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using GrpcRefresh.FunctionalTests.Callers;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Deployment;

/// <summary>What is shipped under deploy/nginx, with the nginx that Debian has.</summary>
public sealed class EdgeTests
{
    private static readonly TimeSpan Endless = TimeSpan.FromHours(1);
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(300);

    [NginxFact]
    public async Task A_watch_over_gRPC_passes_event_by_event()
    {
        await using var all = await EdgeService.StartAsync(Endless);
        using var channel = all.Connect();
        var request = new RefreshResourceRequest { Resource = Datasource("Orders", "Sales"), RequestId = $"{Guid.NewGuid()}" };
        var job = (await new RefreshService.RefreshServiceClient(channel).RefreshResourceAsync(request, all.WithKey)).Job;
        using var watch = new JobService.JobServiceClient(channel).WatchJob(new WatchJobRequest { JobId = job.JobId }, all.WithKey);

        await UntilAsync(watch, JobState.Running);
        all.Service.EndRuns();
        await UntilAsync(watch, JobState.Succeeded);

        Assert.False(await watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal("edge", job.RequestedBy);
    }

    [NginxFact]
    public async Task A_watch_over_JSON_passes_line_by_line_in_both_versions_of_HTTP()
    {
        await using var all = await EdgeService.StartAsync(Endless);
        foreach (var version in new[] { HttpVersion.Version20, HttpVersion.Version11 })
        {
            using var http = all.Browse(version);
            using var answer = await http.PostAsync("/v1/resources:refresh", Json("""{"resource":{"type":"RESOURCE_TYPE_DATASOURCE","path":{"projectPath":["Sales"],"name":"Orders"}}}"""));
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, text);
            var jobId = JsonDocument.Parse(text).RootElement.GetProperty("job").GetProperty("jobId").GetString();
            using var watch = new StreamReader(await http.GetStreamAsync($"/v1/jobs/{jobId}:watch"));

            await UntilAsync(watch, "JOB_STATE_RUNNING");
            all.Service.EndRuns();
            await UntilAsync(watch, "JOB_STATE_SUCCEEDED");

            Assert.Equal(version, answer.Version);
        }
    }

    [NginxFact]
    public async Task The_service_sees_who_comes_and_believes_no_stranger_about_it()
    {
        await using var all = await EdgeService.StartAsync(Quick);
        var log = new LineLog();
        all.Service.AlsoAtStart = services => services.AddSingleton<ILoggerProvider>(log);
        await all.Service.RestartAsync();
        using var channel = all.Connect(from: IPAddress.Parse("127.0.0.7"));
        var claims = new Metadata { { "authorization", "Bearer nothing" }, { "x-forwarded-for", "10.9.8.7" } };

        var refused = await CallerCalls.CodeAsync(new JobService.JobServiceClient(channel).ListJobsAsync(new ListJobsRequest(), claims, DateTime.UtcNow + Patience));

        Assert.Equal(StatusCode.Unauthenticated, refused);
        Assert.Contains(log.Lines, line => line.Contains("Refused a call from 127.0.0.7", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("10.9.8.7", StringComparison.Ordinal));
    }

    [NginxFact]
    public async Task A_service_that_is_down_is_unavailable_and_no_key_is_in_the_log()
    {
        await using var all = await EdgeService.StartAsync(Quick);
        using var channel = all.Connect();
        using var http = all.Browse(HttpVersion.Version11);
        using var listed = await http.GetAsync("/v1/jobs?page_size=7");
        Assert.Equal(HttpStatusCode.OK, listed.StatusCode);

        await all.Service.StopAsync();
        var refused = await CallerCalls.CodeAsync(new JobService.JobServiceClient(channel).ListJobsAsync(new ListJobsRequest(), all.WithKey));
        using var unreached = await http.GetAsync("/v1/jobs");

        Assert.Equal((StatusCode.Unavailable, HttpStatusCode.BadGateway), (refused, unreached.StatusCode));
        Assert.Contains("\"GET /v1/jobs HTTP/1.1\" 200", all.Edge.AccessLog, StringComparison.Ordinal);
        Assert.DoesNotContain("page_size", all.Edge.AccessLog, StringComparison.Ordinal);
        Assert.DoesNotContain(all.Key, all.Edge.AccessLog, StringComparison.Ordinal);
        Assert.DoesNotContain("nginx/", $"{unreached.Headers} {await unreached.Content.ReadAsStringAsync()}", StringComparison.Ordinal);
        await all.Service.RestartAsync();
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static async Task UntilAsync(AsyncServerStreamingCall<WatchJobResponse> watch, JobState state)
    {
        do
        {
            Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None), "The watch ended.");
        }
        while (watch.ResponseStream.Current.Job?.State != state);
    }

    private static async Task UntilAsync(StreamReader watch, string state)
    {
        string? line;
        do
        {
            line = await watch.ReadLineAsync().WaitAsync(Patience);
            Assert.NotNull(line);
        }
        while (!line.Contains(state, StringComparison.Ordinal));
    }
}
