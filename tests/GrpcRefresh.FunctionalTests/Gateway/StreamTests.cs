using System.Net;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Gateway;

public sealed class StreamTests
{
    private const string EventStream = "text/event-stream";

    [Fact]
    public async Task A_watch_is_a_line_for_each_event_at_once_and_ends_with_the_job()
    {
        await using var gateway = await StartAsync();
        var job = await RunningAsync(gateway);

        using var watch = await JsonWatch.OpenAsync(gateway, $"/v1/jobs/{job.JobId}:watch");
        var first = await watch.LineAsync();
        gateway.Service.EndRuns();
        var rest = await watch.RestAsync();

        Assert.Equal(("application/x-ndjson", "no"), ($"{watch.Answer.Content.Headers.ContentType}", watch.Answer.Headers.GetValues("X-Accel-Buffering").Single()));
        Assert.Contains("WATCH_EVENT_SNAPSHOT", first, StringComparison.Ordinal);
        Assert.Contains("WATCH_EVENT_TERMINAL", rest[^1], StringComparison.Ordinal);
        Assert.Contains("JOB_STATE_SUCCEEDED", rest[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_reads_events_with_ids_and_comes_back_with_the_last()
    {
        await using var gateway = await StartAsync();
        var job = await RunningAsync(gateway);
        var path = $"/v1/jobs/{job.JobId}:watch";

        using var first = await JsonWatch.OpenAsync(gateway, path, EventStream);
        var begin = await first.BlockAsync();
        var snapshot = await first.BlockAsync();
        gateway.Service.EndRuns();
        var rest = await first.BlocksAsync();
        using var again = await JsonWatch.OpenAsync(gateway, path, EventStream, JsonWatch.IdOf(snapshot));
        var missed = await again.BlocksAsync();

        Assert.Equal(EventStream, $"{first.Answer.Content.Headers.ContentType}");
        Assert.Equal(["retry: 2000"], begin);
        Assert.Contains("WATCH_EVENT_SNAPSHOT", snapshot[1], StringComparison.Ordinal);
        Assert.Equal(rest[^1], missed[^1]);
        Assert.Contains("WATCH_EVENT_TERMINAL", missed[^1][1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_comes_back_after_the_end_is_told_to_stay_away()
    {
        await using var gateway = await StartAsync();
        var job = await RunningAsync(gateway);
        gateway.Service.EndRuns();
        var events = await gateway.Service.WatchToEndAsync(job.JobId);

        // Its address still has the token it began with; the header is newer.
        using var again = await JsonWatch.OpenAsync(gateway, $"/v1/jobs/{job.JobId}:watch?resume_token={events[0].ResumeToken}", EventStream, events[^1].ResumeToken);
        using var lines = await JsonWatch.OpenAsync(gateway, $"/v1/jobs/{job.JobId}:watch?resume_token={events[^1].ResumeToken}");

        Assert.Equal(HttpStatusCode.NoContent, again.Answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, lines.Answer.StatusCode);
        Assert.Empty(await lines.RestAsync());
    }

    [Fact]
    public async Task A_silence_is_a_comment_that_renews_the_id()
    {
        await using var gateway = await StartAsync();
        var job = await RunningAsync(gateway);

        using var watch = await JsonWatch.OpenAsync(gateway, $"/v1/jobs/{job.JobId}:watch?heartbeat=1s", EventStream);
        _ = (await watch.BlockAsync(), await watch.BlockAsync());
        var heartbeat = await watch.BlockAsync();
        using var lines = await JsonWatch.OpenAsync(gateway, $"/v1/jobs/{job.JobId}:watch?heartbeat=1s");
        _ = await lines.LineAsync();
        var bookmark = await lines.LineAsync();

        Assert.Equal(2, heartbeat.Count);
        Assert.Equal(": heartbeat", heartbeat[0]);
        Assert.StartsWith("id: ", heartbeat[1], StringComparison.Ordinal);
        Assert.Contains("WATCH_EVENT_BOOKMARK", bookmark, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_with_nothing_to_tell_begins_all_the_same()
    {
        await using var gateway = await StartAsync();
        var job = await RunningAsync(gateway);
        using var first = await JsonWatch.OpenAsync(gateway, $"/v1/jobs/{job.JobId}:watch", EventStream);
        _ = await first.BlockAsync();
        var token = JsonWatch.IdOf(await first.BlockAsync());

        using var again = await JsonWatch.OpenAsync(gateway, $"/v1/jobs/{job.JobId}:watch", EventStream, token);

        Assert.Equal(HttpStatusCode.OK, again.Answer.StatusCode);
        Assert.Equal(["retry: 2000"], await again.BlockAsync());
    }

    [Fact]
    public async Task A_refusal_before_the_first_event_has_a_status_of_its_own()
    {
        await using var gateway = await StartAsync();

        using var watch = await JsonWatch.OpenAsync(gateway, "/v1/jobs/nobody:watch", EventStream);

        Assert.Equal(HttpStatusCode.NotFound, watch.Answer.StatusCode);
        Assert.Equal("application/json", $"{watch.Answer.Content.Headers.ContentType}");
    }

    [Fact]
    public async Task A_stream_that_cannot_go_on_says_why_in_its_last_words()
    {
        await using var gateway = await StartAsync();
        var job = await RunningAsync(gateway);
        using var lines = await JsonWatch.OpenAsync(gateway, $"/v1/jobs/{job.JobId}:watch");
        using var events = await JsonWatch.OpenAsync(gateway, "/v1/jobs:watch", EventStream);
        _ = (await lines.LineAsync(), await events.BlockAsync());

        var stopped = gateway.Service.RestartAsync();
        var (lastLine, lastBlock) = ((await lines.RestAsync())[^1], (await events.BlocksAsync())[^1]);
        await stopped;

        Assert.StartsWith("{\"error\":{\"code\":503,", lastLine, StringComparison.Ordinal);
        Assert.Contains("SERVICE_DRAINING", lastLine, StringComparison.Ordinal);
        Assert.Equal("event: stream-error", lastBlock[0]);
        Assert.StartsWith("data: {\"error\":{\"code\":503,", lastBlock[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_who_leaves_frees_its_place()
    {
        await using var gateway = await StartAsync(all => all["GrpcRefresh:Gateway:MaxConcurrentRequests"] = "1");
        var watch = await JsonWatch.OpenAsync(gateway, "/v1/jobs:watch");
        await watch.LineAsync();

        using var refused = await gateway.Http.GetAsync(new Uri("/v1/jobs", UriKind.Relative));
        using var health = await gateway.Http.GetAsync(new Uri("/healthz/ready", UriKind.Relative));
        watch.Dispose();

        Assert.Equal((HttpStatusCode)429, refused.StatusCode);
        Assert.Equal("1", $"{refused.Headers.RetryAfter}");
        Assert.Contains("GrpcRefresh:Gateway:MaxConcurrentRequests", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        await UntilAnsweredAsync(gateway);
    }

    [Fact]
    public async Task A_connection_too_many_is_closed()
    {
        await using var gateway = await StartAsync(all => all["GrpcRefresh:Gateway:MaxConnections"] = "1");
        using var watch = await JsonWatch.OpenAsync(gateway, "/v1/jobs:watch");
        await watch.LineAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => gateway.Http.GetAsync(new Uri("/healthz/live", UriKind.Relative)));
    }

    private static async Task UntilAnsweredAsync(GatewayService gateway)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            using var answer = await gateway.Http.GetAsync(new Uri("/v1/jobs", UriKind.Relative), patience.Token);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }
        }
    }

    private static Task<GatewayService> StartAsync(Action<Dictionary<string, string?>>? settings = null) =>
        GatewayService.StartAsync(new() { JobDuration = TimeSpan.FromMinutes(30), Backgrounders = 300 }, settings);

    private static async Task<Job> RunningAsync(GatewayService gateway)
    {
        var started = await gateway.Service.RefreshAsync(Datasource("Orders", "Sales"));
        return await gateway.Service.UntilAsync(started.Job.JobId, job => job.State == JobState.Running);
    }
}
