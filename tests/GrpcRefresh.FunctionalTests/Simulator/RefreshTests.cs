using System.Text.Json;
using GrpcRefresh.Simulation.World;
using Xunit;

namespace GrpcRefresh.FunctionalTests.Simulator;

public sealed class RefreshTests : SimulatorTest
{
    [Theory]
    [InlineData("Sales/EMEA/Pipeline", "workbook")]
    [InlineData("Finance/Ledger", "datasource")]
    public async Task A_refresh_is_accepted_with_its_job_and_nothing_about_its_end(string path, string kind)
    {
        var demo = await SignInAsync();
        var item = Item(path);

        var answer = await demo.PostAsync($"/{kind}s/{item.Luid}/refresh", "<tsRequest/>");

        var job = Tableau.World.Jobs.Single();
        Assert.Equal(202, answer.Status);
        Assert.Equal(
            Answer.Envelope(
                $"<job id=\"{job.Luid}\" mode=\"Asynchronous\" type=\"RefreshExtract\" createdAt=\"2026-09-01T06:30:00Z\">"
                + $"<extractRefreshJob><{kind} id=\"{item.Luid}\" name=\"{item.Name}\" /></extractRefreshJob></job>"),
            answer.Text);
    }

    [Fact]
    public async Task Json_says_the_same()
    {
        var demo = await SignInAsync();
        var item = Item("Sales/EMEA/Pipeline");

        var answer = await demo.PostAsync($"/workbooks/{item.Luid}/refresh", "{}", accept: "application/json");

        var job = JsonDocument.Parse(answer.Text).RootElement.GetProperty("job");
        Assert.Equal("RefreshExtract", job.GetProperty("type").GetString());
        Assert.Equal(item.Luid, job.GetProperty("extractRefreshJob").GetProperty("workbook").GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("<tsRequest/>", false)]
    [InlineData("{}", false)]
    [InlineData("<tsRequest><extractRefresh/></tsRequest>", false)]
    [InlineData("<tsRequest><extractRefresh incremental=\"false\"/></tsRequest>", false)]
    [InlineData("<tsRequest><extractRefresh incremental=\"true\"/></tsRequest>", true)]
    [InlineData("""{"extractRefresh":{"incremental":true}}""", true)]
    public async Task The_body_says_whether_the_refresh_is_incremental(string body, bool incremental)
    {
        var demo = await SignInAsync();

        Assert.Equal(202, (await demo.PostAsync($"/datasources/{Item("Sales/Orders").Luid}/refresh", body)).Status);

        Assert.Equal(incremental, Tableau.World.Jobs.Single().Incremental);
    }

    [Theory]
    [InlineData("3.27", null)]
    [InlineData("3.27", "nonsense")]
    [InlineData("3.24", "<tsRequest><extractRefresh incremental=\"true\"/></tsRequest>")]
    public async Task A_missing_or_malformed_body_or_one_too_new_is_refused(string version, string? body)
    {
        Tableau.Settings.ApiVersion = version;
        var demo = await SignInAsync(version: version);

        var answer = await demo.PostAsync($"/datasources/{Item("Sales/Orders").Luid}/refresh", body);

        Assert.Equal((400, "400000"), (answer.Status, answer.Code));
        Assert.Empty(Tableau.World.Jobs);
    }

    [Fact]
    public async Task A_second_refresh_is_refused_while_the_first_is_queued_or_running()
    {
        var demo = await SignInAsync();
        var path = $"/datasources/{Item("Finance/Ledger").Luid}/refresh";
        Tableau.Settings.StartDelay = TimeSpan.FromSeconds(1);
        var job = (await demo.PostAsync(path, "<tsRequest/>")).Values("job", "id").Single();

        var queued = await demo.PostAsync(path, "<tsRequest/>");
        Clock.Advance(TimeSpan.FromSeconds(2));
        var running = await demo.PostAsync(path, "<tsRequest/>");
        Clock.Advance(TimeSpan.FromSeconds(4));
        var afterwards = await demo.PostAsync(path, "<tsRequest/>");

        Assert.Equal(Answer.Error("409093", "Resource Conflict", "Job for 'Ledger' is already queued. Not queuing a duplicate."), queued.Text);
        Assert.Equal((409, "409093"), (running.Status, running.Code));
        Assert.DoesNotContain(job, queued.Text + running.Text, StringComparison.Ordinal);
        Assert.Equal(202, afterwards.Status);
    }

    [Theory]
    [InlineData("demo", "workbooks", "Sales/Live Orders", 403, "403180")]
    [InlineData("demo", "datasources", "Operations/Logistics/Carriers", 403, "403180")]
    [InlineData("demo", "workbooks", "Finance/Board Report", 403, "403180")]
    [InlineData("demo", "datasources", "Sales/EMEA/Pipeline", 404, "404004")]
    [InlineData("demo", "workbooks", "Finance/Ledger", 404, "404006")]
    [InlineData("limited", "workbooks", "Sales/EMEA/Pipeline", 403, "403032")]
    [InlineData("limited", "datasources", "Finance/Ledger", 403, "403032")]
    [InlineData("limited", "workbooks", "Operations/Logistics/Delivery Times", 202, null)]
    [InlineData("limited", "datasources", "Operations/Inventory Snapshot", 202, null)]
    public async Task Who_may_refresh_what_is_as_in_tableau(string pat, string kind, string path, int status, string? code)
    {
        var caller = await SignInAsync(pat);

        var answer = await caller.PostAsync($"/{kind}/{Item(path).Luid}/refresh", "<tsRequest/>");

        Assert.Equal(status, answer.Status);
        Assert.Equal(code, status == 202 ? null : answer.Code);
    }

    [Fact]
    public async Task A_live_workbook_is_refused_in_tableaus_words()
    {
        var item = Item("Sales/Live Orders");

        var answer = await (await SignInAsync()).PostAsync($"/workbooks/{item.Luid}/refresh", "<tsRequest/>");

        Assert.Equal($"Full extract refresh operation for the workbook '{item.Luid}' is not allowed.", answer.Detail);
    }

    [Fact]
    public async Task An_incremental_task_is_the_way_below_3_25()
    {
        Tableau.Settings.ApiVersion = "3.24";
        var demo = await SignInAsync(version: "3.24");
        var orders = Item("Sales/Orders");
        var tasks = await demo.GetAsync("/tasks/extractRefreshes");
        var extracts = await demo.GetAsync($"/schedules/{tasks.Values("schedule", "id").Distinct().Single()}/extracts");
        var incremental = extracts.All("extract").Single(extract => extract.Attribute("type")!.Value == "IncrementalRefresh").Attribute("id")!.Value;
        var task = tasks.All("extractRefresh").Single(task => task.Attribute("id")!.Value == incremental);

        var one = await demo.GetAsync($"/tasks/extractRefreshes/{task.Attribute("id")!.Value}");
        var run = await demo.PostAsync($"/tasks/extractRefreshes/{task.Attribute("id")!.Value}/runNow", "<tsRequest />");

        var job = Tableau.World.Jobs.Single();
        Assert.Equal(task.ToString(), one.All("extractRefresh").Single().ToString());
        Assert.Empty(tasks.All("pagination"));
        Assert.Equal(["RefreshExtractTask"], tasks.Values("extractRefresh", "type").Distinct());
        Assert.Equal("404010", (await demo.GetAsync($"/schedules/{orders.Luid}/extracts")).Code);
        Assert.Equal((orders.Luid, true), (job.ItemLuid, job.Incremental));
        Assert.Equal($"<job id=\"{job.Luid}\" mode=\"Asynchronous\" type=\"RefreshExtract\" />", run.Text[run.Text.IndexOf("<job", StringComparison.Ordinal)..^13]);
    }

    [Fact]
    public async Task Tasks_are_shown_to_those_who_may_run_them()
    {
        var (demo, limited) = (await SignInAsync(), await SignInAsync("limited"));
        var foreign = Tableau.World.Tasks.First(task => task.ItemLuid == Item("Finance/Ledger").Luid);

        var seen = (await limited.GetAsync("/tasks/extractRefreshes")).All("extractRefresh");

        Assert.Equal(3, seen.Count);
        Assert.Equal(Tableau.World.Tasks.Count(task => task.SiteLuid == demo.Site), (await demo.GetAsync("/tasks/extractRefreshes")).All("extractRefresh").Count);
        Assert.Equal("403032", (await limited.PostAsync($"/tasks/extractRefreshes/{foreign.Luid}/runNow", "<tsRequest/>")).Code);
        Assert.Equal("404026", (await demo.PostAsync($"/tasks/extractRefreshes/{demo.User}/runNow", "<tsRequest/>")).Code);
    }

    [Fact]
    public async Task Two_hundred_refreshes_at_once_all_end()
    {
        var demo = await SignInAsync();
        await using var busy = await Simulation.TableauSimulator.StartAsync(new() { Time = Clock, Workbooks = 200, Backgrounders = 25 });
        using var http = new HttpClient { BaseAddress = busy.Url };
        var caller = await Caller.SignInAsync(http, "demo", "", "3.27");
        var items = busy.World.Items.Where(item => item.Project.Name == "Load" && item.Kind == ContentKind.Workbook).ToList();

        var answers = await Task.WhenAll(items.Select(item => caller.PostAsync($"/workbooks/{item.Luid}/refresh", "<tsRequest/>")));
        Clock.Advance(TimeSpan.FromSeconds(40));

        Assert.All(answers, answer => Assert.Equal(202, answer.Status));
        Assert.Equal(200, busy.World.Jobs.Count(job => job.FinishCode == 0));
        Assert.Equal(Clock.GetUtcNow(), busy.World.Jobs.Max(job => job.CompletedAt));
        Assert.Equal(200, busy.Requests["POST /sites/{id}/workbooks/{id}/refresh"]);
    }
}
