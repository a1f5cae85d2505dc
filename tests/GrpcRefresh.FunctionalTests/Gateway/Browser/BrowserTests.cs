using GrpcRefresh.V1;
using Microsoft.AspNetCore.Http;

namespace GrpcRefresh.FunctionalTests.Gateway.Browser;

/// <summary>The page of docs/gateway.md in a real browser, while the service goes away under it and comes back.</summary>
public sealed class BrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    [ChromiumFact]
    public Task A_page_misses_no_change_while_the_service_is_restarted() => FollowsAsync(withKey: false, service => service.StopAsync());

    [ChromiumFact]
    public Task A_page_misses_no_change_when_the_service_is_killed() => FollowsAsync(withKey: false, service => service.KillAsync());

    [ChromiumFact]
    public Task A_page_with_a_key_misses_no_change_while_the_service_is_restarted() => FollowsAsync(withKey: true, service => service.StopAsync());

    [ChromiumFact]
    public Task A_page_with_a_key_misses_no_change_when_the_service_is_killed() => FollowsAsync(withKey: true, service => service.KillAsync());

    [ChromiumFact]
    public async Task A_page_comes_back_after_a_proxy_has_answered_in_place_of_the_service()
    {
        await using var service = await WatchedService.OpenAsync(withKey: false);
        var jobId = await service.RefreshAsync(1);
        var running = await service.UntilAsync(jobId, JobState.Running);
        await using var page = await OpenAsync(service);
        await page.WatchAsync(service.Gateway, jobId);
        await page.UntilShownAsync("JOB_STATE_RUNNING");

        await service.KillAsync();
        service.EndRun(1);
        await using (await LoopbackSite.StartAsync(service.Gateway, AnswerBadGatewayAsync))
        {
            await page.UntilSaysAsync("connecting: ");
        }

        await service.StartAsync();
        await page.UntilSaysAsync("ended");

        Assert.Equal([JobNews.Of(running) with { Event = WatchEvent.Snapshot }, .. await service.EventsAsync(jobId, running.ResumeToken)], await page.ShownAsync());
    }

    [ChromiumFact]
    public async Task A_stream_that_the_page_leaves_open_is_closed_for_good_after_the_end()
    {
        await using var service = await WatchedService.OpenAsync(withKey: false);
        var jobId = await service.RefreshAsync(1);
        await service.UntilAsync(jobId, JobState.Running);
        await using var page = await OpenAsync(service);
        await page.RunAsync($$"""
            window.told = [];
            window.opened = 0;
            window.stream = new EventSource('{{service.Gateway}}v1/jobs/{{jobId}}:watch');
            stream.onopen = () => opened++;
            stream.onmessage = happened => told.push(JSON.parse(happened.data).event);
            """);
        await page.UntilAsync("told.length === 1");

        service.EndRun(1);

        await page.UntilAsync("stream.readyState === EventSource.CLOSED");
        Assert.Equal("WATCH_EVENT_SNAPSHOT", (await page.RunAsync("told[0]")).GetString());
        Assert.Equal("WATCH_EVENT_TERMINAL", (await page.RunAsync("told.at(-1)")).GetString());
        Assert.Equal(1, (await page.RunAsync("told.filter(name => name === 'WATCH_EVENT_TERMINAL').length")).GetInt32());
        Assert.Equal(1, (await page.RunAsync("opened")).GetInt32());
    }

    [ChromiumFact]
    public async Task A_page_with_a_wrong_key_or_none_is_told_so()
    {
        await using var service = await WatchedService.OpenAsync(withKey: true);
        await using var page = await OpenAsync(service);

        await page.WatchAsync(service.Gateway, "nobody", $"{service.Key![..^4]}0000");
        await page.UntilSaysAsync("credential");
        var wrong = await page.SaysAsync();
        await page.WatchAsync(service.Gateway, "nobody");
        await page.UntilSaysAsync("credential");

        Assert.Equal(wrong, await page.SaysAsync());
        Assert.DoesNotContain("connecting", wrong, StringComparison.Ordinal);
        Assert.Empty(await page.ShownAsync());
    }

    [ChromiumFact]
    public async Task A_page_of_another_origin_reads_nothing()
    {
        await using var service = await WatchedService.OpenAsync(withKey: false);
        var jobId = await service.RefreshAsync(1);
        var elsewhere = new Uri($"http://localhost:{service.Origin.Port}");
        await using var page = new WatchPage(await chromium.OpenAsync(elsewhere));

        await page.WatchAsync(service.Gateway, jobId);
        await page.UntilSaysAsync("connecting: Failed to fetch");

        Assert.Empty(await page.ShownAsync());
    }

    /// <summary>The job changes before, while and after the page cannot reach the service, which is away twice.</summary>
    private async Task FollowsAsync(bool withKey, Func<WatchedService, Task> leave)
    {
        await using var service = await WatchedService.OpenAsync(withKey);
        await service.UntilAsync(await service.RefreshAsync(1), JobState.Running);
        var jobId = await service.RefreshAsync(2);
        var pending = await service.UntilAsync(jobId, JobState.Pending);
        await using var page = await OpenAsync(service);
        await page.WatchAsync(service.Gateway, jobId, service.Key);
        await page.UntilShownAsync("JOB_STATE_PENDING");

        await leave(service);
        service.EndRun(1);
        await service.StartAsync(isReachable: false);
        await service.UntilAsync(jobId, JobState.Running);
        await leave(service);
        await service.StartAsync();
        await page.UntilShownAsync("JOB_STATE_RUNNING");
        service.EndRun(2);
        await page.UntilSaysAsync("ended");

        var shown = await page.ShownAsync();
        Assert.Equal([JobNews.Of(pending) with { Event = WatchEvent.Snapshot }, .. await service.EventsAsync(jobId, pending.ResumeToken)], shown);
        Assert.Equal([JobState.Pending, JobState.Running, JobState.Succeeded], shown.Select(news => news.State).Distinct());
        Assert.Equal(WatchEvent.Terminal, shown[^1].Event);
    }

    private static Task AnswerBadGatewayAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status502BadGateway;
        return Task.CompletedTask;
    }

    private async Task<WatchPage> OpenAsync(WatchedService service) => new(await chromium.OpenAsync(service.Origin));
}
