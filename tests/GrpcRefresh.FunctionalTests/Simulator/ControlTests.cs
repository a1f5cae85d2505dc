using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.Simulation.Jobs;
using Xunit;

namespace GrpcRefresh.FunctionalTests.Simulator;

public sealed class ControlTests : SimulatorTest
{
    [Fact]
    public async Task Requests_are_counted_by_route_without_version_and_ids()
    {
        var demo = await SignInAsync();
        await demo.PostAsync($"/workbooks/{Item("Sales/EMEA/Pipeline").Luid}/refresh", "<tsRequest/>");
        await demo.PostAsync($"/workbooks/{Item("Sales/Superstore").Luid}/refresh", "<tsRequest/>");
        await demo.GetAsync("/no/such/route");

        var answer = await AskAsync(HttpMethod.Get, "requests");

        Assert.Equal(
            """{"total":4,"routes":{"GET (no such route)":1,"POST /auth/signin":1,"POST /sites/{id}/workbooks/{id}/refresh":2}}""", answer!.ToJsonString());
        Assert.Equal(4, Tableau.Requests.Total);
        await AskAsync(HttpMethod.Delete, "requests");
        Assert.Equal("""{"total":0,"routes":{}}""", (await AskAsync(HttpMethod.Get, "requests"))!.ToJsonString());
    }

    [Fact]
    public async Task Settings_are_changed_one_by_one()
    {
        var answer = await AskAsync(HttpMethod.Patch, "settings", """{"jobDuration":"00:00:09","backgrounders":2,"apiVersion":"3.25","metadataError":"X"}""");
        await AskAsync(HttpMethod.Patch, "settings", """{"latency":"00:00:00","metadataError":null}""");

        Assert.Equal("00:00:09", (string)answer!["jobDuration"]!);
        Assert.Equal(
            (TimeSpan.FromSeconds(9), 2, "3.25", null),
            (Tableau.Settings.JobDuration, Tableau.Settings.Backgrounders, Tableau.Settings.ApiVersion, Tableau.Settings.MetadataError));
    }

    [Fact]
    public async Task Bridge_and_webhooks_are_steered_in_the_same_way()
    {
        var luid = Item("Operations/Shipments").Luid;
        var item = await AskAsync(HttpMethod.Patch, $"items/{luid}", """{"viaBridge":true,"nextOutcome":"bridge-busy"}""");
        await AskAsync(HttpMethod.Patch, "settings", """{"bridgeHandover":"00:00:03","allowHttpWebhooks":true,"webhookDuplicates":2}""");

        Assert.True((bool)item!["viaBridge"]!);
        Assert.Equal(
            (TimeSpan.FromSeconds(3), true, 2), (Tableau.Settings.BridgeHandover, Tableau.Settings.AllowHttpWebhooks, Tableau.Settings.WebhookDuplicates));
        Assert.Equal("[]", (await AskAsync(HttpMethod.Get, "deliveries"))!.ToJsonString());
    }

    [Theory]
    [InlineData("PATCH", "settings", """{"webhookDuplicates":-1}""", 400)]
    [InlineData("PATCH", "settings", """{"colour":"blue"}""", 400)]
    [InlineData("PATCH", "settings", """{"backgrounders":-1}""", 400)]
    [InlineData("PATCH", "settings", """{"apiVersion":"newest"}""", 400)]
    [InlineData("PATCH", "settings", "{", 400)]
    [InlineData("PUT", "snowflake/users/X", "{}", 400)]
    [InlineData("PATCH", "items/unknown", "{}", 404)]
    [InlineData("POST", "items/unknown/refresh", "{}", 404)]
    [InlineData("DELETE", "jobs/unknown", null, 404)]
    [InlineData("PATCH", "jobs/unknown", "{}", 404)]
    [InlineData("POST", "faults", """{"kind":"mishap"}""", 400)]
    public async Task What_is_not_understood_is_refused_with_a_sentence(string method, string path, string? body, int status)
    {
        using var response = await SendAsync(HttpMethod.Parse(method), path, body);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.NotEmpty((string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!);
    }

    [Fact]
    public async Task Faults_are_added_and_cleared()
    {
        await AskAsync(HttpMethod.Post, "faults", """
            {"method":"PUT","path":"/sites/*/workbooks/*/connections/*","kind":"keep-old-secret","status":503,"code":"503000",
             "delay":"00:00:01","retryAfter":30,"times":2,"probability":0.5,"seed":7}
            """);

        var fault = Assert.Single(Tableau.Faults.All);
        Assert.Equal(
            ("PUT", "/sites/*/workbooks/*/connections/*", FaultKind.KeepOldSecret, 503, "503000"),
            (fault.Method, fault.Path, fault.Kind, fault.Status, fault.Code));
        Assert.Equal((TimeSpan.FromSeconds(1), 30, 2, 0.5, 7), (fault.Delay, fault.RetryAfter, fault.Times, fault.Probability, fault.Seed));
        await AskAsync(HttpMethod.Delete, "faults");
        Assert.Empty(Tableau.Faults.All);
    }

    [Fact]
    public async Task A_snowflake_user_accepts_what_was_put_last()
    {
        await AskAsync(HttpMethod.Put, "snowflake/users/FINANCE_SVC", """{"secrets":["a","b"]}""");
        Assert.True(Tableau.World.Snowflake.Accepts("finance_svc", "a") && Tableau.World.Snowflake.Accepts("FINANCE_SVC", "b"));

        await AskAsync(HttpMethod.Put, "snowflake/users/FINANCE_SVC", """{"secret":"c"}""");

        Assert.False(Tableau.World.Snowflake.Accepts("FINANCE_SVC", "a"));
        Assert.True(Tableau.World.Snowflake.Accepts("FINANCE_SVC", "c"));
        Assert.False(Tableau.World.Snowflake.Accepts("UNKNOWN_SVC", "c"));
    }

    [Fact]
    public async Task An_item_can_be_told_how_its_next_job_ends_and_how_long_its_jobs_run()
    {
        var item = Item("Finance/Ledger");
        await AskAsync(HttpMethod.Patch, $"items/{item.Luid}", """{"nextOutcome":"failed-silently","jobDuration":"00:01:00"}""");
        var job = await AskAsync(HttpMethod.Post, $"items/{item.Luid}/refresh", """{"incremental":true}""");
        Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True(Tableau.World.TryGetJob((string)job!["luid"]!, out var ended));
        Assert.Equal((1, null, Clock.GetUtcNow()), (ended.FinishCode, ended.Notes, ended.CompletedAt));
        Assert.Equal((true, 50, null), (ended.Incremental, ended.Priority, ended.StartedBy));
    }

    [Fact]
    public async Task A_running_job_can_be_ended_now()
    {
        var job = await AskAsync(HttpMethod.Post, $"items/{Item("Finance/Ledger").Luid}/refresh");
        Clock.Advance(TimeSpan.FromSeconds(2));

        var ended = await AskAsync(HttpMethod.Patch, $"jobs/{(string)job!["luid"]!}", """{"outcome":"completed","duration":"00:00:00"}""");

        Assert.Equal(("success", 3), ((string)ended!["state"]!, (int)ended["finishCode"]!));
        Assert.Equal(Clock.GetUtcNow(), Tableau.World.Jobs.Single().CompletedAt);
    }

    [Fact]
    public async Task A_job_can_vanish_and_an_item_be_deleted()
    {
        var item = Item("Finance/Ledger");
        var job = Tableau.World.StartScheduledRefresh(item.Luid);

        await AskAsync(HttpMethod.Delete, $"jobs/{job.Luid}");
        using var tooEarly = await SendAsync(HttpMethod.Delete, $"items/{item.Luid}");
        LetJobsEnd();
        await AskAsync(HttpMethod.Delete, $"items/{item.Luid}");

        Assert.Equal(HttpStatusCode.Conflict, tooEarly.StatusCode);
        Assert.Equal((true, JobState.Success), (Tableau.World.Jobs.Single().Vanished, Tableau.World.Jobs.Single().State));
        Assert.False(Tableau.World.TryGetItem(item.Luid, out _));
    }

    [Fact]
    public async Task The_state_is_readable_and_holds_no_secret()
    {
        await SignInAsync();
        Tableau.World.StartScheduledRefresh(Item("Finance/Ledger").Luid);
        Tableau.World.Snowflake.SetSecrets("FINANCE_SVC", "new");

        var state = await AskAsync(HttpMethod.Get, "state");

        var ledger = state!["items"]!.AsArray().Single(item => (string)item!["path"]! == "Finance/Ledger")!;
        Assert.False((bool)ledger["connections"]![0]!["secretAccepted"]!);
        Assert.Equal("in-progress", (string)state["jobs"]![0]!["state"]!);
        Assert.Equal("demo", (string)state["sessions"]![0]!["credential"]!);
        Assert.DoesNotContain("-secret", state.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_requests_are_neither_counted_nor_faulted()
    {
        Tableau.Faults.Add(new Fault { Status = 503 });

        Assert.NotNull(await AskAsync(HttpMethod.Get, "state"));
        Assert.Equal(0, Tableau.Requests.Total);
    }

    private async Task<JsonNode?> AskAsync(HttpMethod method, string path, string? body = null)
    {
        using var response = await SendAsync(method, path, body);
        response.EnsureSuccessStatusCode();
        var text = await response.Content.ReadAsStringAsync();
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, $"/_sim/{path}");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8);
        return await Http.SendAsync(request);
    }
}
