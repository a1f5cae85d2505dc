using System.Text.Json;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.Jobs;
using Xunit;

namespace GrpcRefresh.FunctionalTests.Simulator;

public sealed class WebhookTests : SimulatorTest
{
    protected override void Configure(TableauSimulatorOptions options) => options.AllowHttpWebhooks = true;

    [Theory]
    [InlineData("<webhook name='a' event='WorkbookRefreshFailed'>{0}</webhook>")]
    [InlineData("<webhook name='a'><webhook-source><webhook-source-event-workbook-refresh-failed/></webhook-source>{0}</webhook>")]
    [InlineData("<webhook name='a' event='WorkbookRefreshFailed'><webhook-source><webhook-source-event-workbook-refresh-failed/></webhook-source>{0}</webhook>")]
    public async Task Both_spellings_of_an_event_make_the_same_webhook(string body)
    {
        var demo = await SignInAsync();

        var answer = await demo.PostAsync("/webhooks", $"<tsRequest>{body.Replace("{0}", To("https://hooks.example/x"), StringComparison.Ordinal)}</tsRequest>");

        var id = answer.Values("webhook", "id")[0];
        Assert.Equal(201, answer.Status);
        Assert.Equal($"{Tableau.Url}api/3.27/sites/{demo.Site}/webhooks/{id}", answer.Headers["Location"]);
        var described = Answer.Envelope(
            $"<webhook id=\"{id}\" name=\"a\" event=\"WorkbookRefreshFailed\" isEnabled=\"true\" statusChangeReason=\"\"><webhook-source>"
            + "<webhook-source-event-workbook-refresh-failed /></webhook-source><webhook-destination><webhook-destination-http method=\"POST\" "
            + $"url=\"https://hooks.example/x\" /></webhook-destination><owner id=\"{demo.User}\" name=\"demo\" /></webhook>");
        Assert.Equal(described, answer.Text);
        Assert.Equal(described, (await demo.GetAsync($"/webhooks/{id}")).Text);
        Assert.Equal([id], (await demo.GetAsync("/webhooks")).Values("webhook", "id"));
    }

    [Fact]
    public async Task Json_is_spoken_too()
    {
        var demo = await SignInAsync();
        const string Body = """
            {"webhook":{"name":"a","webhook-source":{"webhook-source-event-datasource-refresh-started":{}},
             "webhook-destination":{"webhook-destination-http":{"method":"POST","url":"https://hooks.example/x"}}}}
            """;

        var answer = await demo.PostAsync("/webhooks", Body, accept: "application/json");
        var list = await demo.GetAsync("/webhooks", accept: "application/json");

        var webhook = JsonDocument.Parse(answer.Text).RootElement.GetProperty("webhook");
        Assert.Equal("DatasourceRefreshStarted", webhook.GetProperty("event").GetString());
        Assert.True(webhook.GetProperty("isEnabled").GetBoolean());
        Assert.Equal(1, JsonDocument.Parse(list.Text).RootElement.GetProperty("webhooks").GetProperty("webhook").GetArrayLength());
    }

    [Theory]
    [InlineData("<webhook name='a' event='WorkbookRefreshFailed'/>")]
    [InlineData("<webhook event='WorkbookRefreshFailed'><webhook-destination><webhook-destination-http method='POST' url='https://x.example/'/></webhook-destination></webhook>")]
    [InlineData("<webhook name='a' event='CoffeeReady'><webhook-destination><webhook-destination-http method='POST' url='https://x.example/'/></webhook-destination></webhook>")]
    [InlineData("<webhook name='a' event='WorkbookRefreshFailed'><webhook-destination><webhook-destination-http method='POST' url='http://x.example/'/></webhook-destination></webhook>")]
    [InlineData("<webhook name='a' event='WorkbookRefreshFailed'><webhook-source><webhook-source-event-workbook-refresh-started/></webhook-source><webhook-destination><webhook-destination-http method='POST' url='https://x.example/'/></webhook-destination></webhook>")]
    public async Task What_is_incomplete_unknown_contradictory_or_not_https_is_refused(string webhook)
    {
        var demo = await SignInAsync();

        Assert.Equal("400000", (await demo.PostAsync("/webhooks", $"<tsRequest>{webhook}</tsRequest>")).Code);
    }

    [Fact]
    public async Task Unless_allowed_even_this_machine_needs_https()
    {
        Tableau.Settings.AllowHttpWebhooks = false;
        var demo = await SignInAsync();

        Assert.Equal("400000", (await CreateAsync(demo, "WorkbookRefreshFailed", "http://127.0.0.1:1/")).Code);
    }

    [Fact]
    public async Task Only_administrators_see_or_change_webhooks()
    {
        var limited = await SignInAsync("limited");

        Assert.Equal("403032", (await limited.GetAsync("/webhooks")).Code);
        Assert.Equal("403032", (await CreateAsync(limited, "WorkbookRefreshFailed", "https://x.example/")).Code);
    }

    [Fact]
    public async Task Changing_disabling_and_deleting()
    {
        var demo = await SignInAsync();
        var id = (await CreateAsync(demo, "WorkbookRefreshFailed", "https://x.example/")).Values("webhook", "id")[0];

        var renamed = await demo.PutAsync($"/webhooks/{id}", "<tsRequest><webhook name='b'/></tsRequest>");
        var disabled = await demo.PutAsync($"/webhooks/{id}", "<tsRequest><webhook isEnabled='false'/></tsRequest>");
        var reason = await demo.PutAsync($"/webhooks/{id}", "<tsRequest><webhook isEnabled='true' statusChangeReason='x'/></tsRequest>");

        Assert.Equal(["b"], renamed.Values("webhook", "name"));
        Assert.Equal(["Webhook disabled by user"], disabled.Values("webhook", "statusChangeReason"));
        Assert.Equal((400, "400127"), (reason.Status, reason.Code));
        Assert.Equal(204, (await demo.DeleteAsync($"/webhooks/{id}")).Status);
        Assert.Equal(404, (await demo.GetAsync($"/webhooks/{id}")).Status);
        Assert.Equal("400113", (await demo.GetAsync($"/webhooks/{id}/test")).Code);
    }

    [Fact]
    public async Task A_test_sends_nothing_and_tells_what_came_back()
    {
        await using var receiver = await HookReceiver.StartAsync();
        receiver.Status = 418;
        var demo = await SignInAsync();
        var id = (await CreateAsync(demo, "WorkbookRefreshFailed", receiver.Url)).Values("webhook", "id")[0];

        var answer = await demo.GetAsync($"/webhooks/{id}/test");

        Assert.Equal(Answer.Envelope($"<webhookTestResult id=\"{id}\" status=\"418\"><body /></webhookTestResult>"), answer.Text);
        Assert.Equal("", await receiver.NextAsync());
    }

    [Fact]
    public async Task Start_and_end_of_a_refresh_are_delivered_when_they_happen_although_nobody_looks()
    {
        await using var receiver = await HookReceiver.StartAsync();
        var (demo, orders) = (await SignInAsync(), Item("Sales/Orders"));
        await CreateAsync(demo, "DatasourceRefreshStarted", receiver.Url);
        await CreateAsync(demo, "DatasourceRefreshSucceeded", receiver.Url);
        await CreateAsync(demo, "WorkbookRefreshSucceeded", receiver.Url);

        Tableau.World.StartScheduledRefresh(orders.Luid);
        var started = await receiver.NextAsync();
        LetJobsEnd();
        var ended = await receiver.NextAsync();

        Assert.Equal(Payload("DatasourceRefreshStarted", "2026-09-01T06:30:00Z"), started);
        Assert.Equal(Payload("DatasourceRefreshSucceeded", "2026-09-01T06:30:05Z"), ended);
        Assert.True(receiver.IsEmpty);

        string Payload(string what, string at) =>
            $$"""{"resource":"DATASOURCE","event_type":"{{what}}","resource_name":"Orders","site_luid":"{{demo.Site}}","resource_luid":"{{orders.Luid}}","created_at":"{{at}}"}""";
    }

    [Fact]
    public async Task A_failure_is_told_and_a_cancelled_refresh_is_neither()
    {
        await using var receiver = await HookReceiver.StartAsync();
        var demo = await SignInAsync();
        await CreateAsync(demo, "DatasourceRefreshFailed", receiver.Url);
        await CreateAsync(demo, "DatasourceRefreshSucceeded", receiver.Url);
        Refresh("Sales/Orders", JobOutcome.Cancelled);
        LetJobsEnd();
        Refresh("Finance/Ledger", JobOutcome.Failed);
        LetJobsEnd();

        Assert.Contains("DatasourceRefreshFailed", await receiver.NextAsync(), StringComparison.Ordinal);
        Assert.True(receiver.IsEmpty);
    }

    [Fact]
    public async Task Duplicates_are_identical()
    {
        await using var receiver = await HookReceiver.StartAsync();
        Tableau.Settings.WebhookDuplicates = 2;
        await CreateAsync(await SignInAsync(), "DatasourceRefreshStarted", receiver.Url);
        Refresh("Sales/Orders");

        string[] bodies = [await receiver.NextAsync(), await receiver.NextAsync(), await receiver.NextAsync()];

        Assert.Single(bodies.Distinct());
    }

    [Fact]
    public async Task A_refused_delivery_is_tried_three_more_times_with_growing_pauses_and_then_dropped()
    {
        await using var receiver = await HookReceiver.StartAsync();
        receiver.Status = 503;
        var demo = await SignInAsync();
        await CreateAsync(demo, "DatasourceRefreshFailed", receiver.Url);
        Refresh("Sales/Orders", JobOutcome.Failed);
        LetJobsEnd();

        await receiver.NextAsync();
        foreach (var pause in new[] { 5, 15, 45 })
        {
            await TimersAsync(1);
            Clock.Advance(TimeSpan.FromSeconds(pause - 1));
            Assert.True(receiver.IsEmpty);
            Clock.Advance(TimeSpan.FromSeconds(1));
            await receiver.NextAsync();
        }

        await TimersAsync(0);
        Assert.Equal([1, 2, 3, 4], Tableau.World.Deliveries.Select(delivery => delivery.Attempt));
    }

    private void Refresh(string path, JobOutcome outcome = JobOutcome.Computed)
    {
        var luid = Item(path).Luid;
        Tableau.World.ChangeItem(luid, item => item with { NextOutcome = outcome });
        Tableau.World.StartScheduledRefresh(luid);
    }

    /// <summary>Until the courier waits for its next try, or has given up.</summary>
    private async Task TimersAsync(int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Clock.Waiting != count || (count == 0 && Tableau.World.Deliveries.Count < 4))
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static Task<Answer> CreateAsync(Caller caller, string what, string url) =>
        caller.PostAsync("/webhooks", $"<tsRequest><webhook name='a' event='{what}'>{To(url)}</webhook></tsRequest>");

    private static string To(string url) =>
        $"<webhook-destination><webhook-destination-http method='POST' url='{url}'/></webhook-destination>";
}
