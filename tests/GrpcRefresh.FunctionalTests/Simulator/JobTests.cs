using GrpcRefresh.Simulation.Jobs;
using GrpcRefresh.Simulation.World;
using Xunit;

namespace GrpcRefresh.FunctionalTests.Simulator;

public sealed class JobTests : SimulatorTest
{
    [Fact]
    public async Task A_job_goes_from_pending_to_running_to_done_and_its_end_comes_in_one_piece()
    {
        var demo = await SignInAsync();
        Tableau.Settings.StartDelay = TimeSpan.FromSeconds(2);
        var (item, job) = await RefreshAsync(demo, "Finance/Ledger");
        var child = $"<extractRefreshJob><datasource id=\"{item.Luid}\" name=\"Ledger\" /></extractRefreshJob></job>";
        var start = $"<job id=\"{job}\" mode=\"Asynchronous\" type=\"RefreshExtract\" ";

        var pending = await demo.GetAsync($"/jobs/{job}");
        Clock.Advance(TimeSpan.FromSeconds(3));
        var running = await demo.GetAsync($"/jobs/{job}");
        Clock.Advance(TimeSpan.FromSeconds(30));
        var done = await demo.GetAsync($"/jobs/{job}");

        Assert.Equal(
            Answer.Envelope($"{start}progress=\"0\" createdAt=\"2026-09-01T06:30:00Z\" updatedAt=\"2026-09-01T06:30:00Z\">{child}"), pending.Text);
        Assert.Equal(
            Answer.Envelope($"{start}progress=\"0\" createdAt=\"2026-09-01T06:30:00Z\" startedAt=\"2026-09-01T06:30:02Z\" updatedAt=\"2026-09-01T06:30:02Z\">{child}"),
            running.Text);
        Assert.Equal(
            Answer.Envelope(
                $"{start}progress=\"100\" createdAt=\"2026-09-01T06:30:00Z\" startedAt=\"2026-09-01T06:30:02Z\" updatedAt=\"2026-09-01T06:30:07Z\" "
                + $"completedAt=\"2026-09-01T06:30:07Z\" finishCode=\"0\">{child}"),
            done.Text);
    }

    [Fact]
    public async Task A_refresh_fails_with_the_drivers_words_once_snowflake_refuses_the_stored_secret()
    {
        var demo = await SignInAsync();
        Tableau.World.Snowflake.SetSecrets("FINANCE_SVC", "rotated");
        var (_, job) = await RefreshAsync(demo, "Finance/Ledger");
        LetJobsEnd();

        var answer = await demo.GetAsync($"/jobs/{job}");

        Assert.Equal(["1"], answer.Values("job", "finishCode"));
        Assert.Equal(["100"], answer.Values("job", "progress"));
        Assert.EndsWith("Incorrect username or password was specified.", answer.All("notes").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotation_shows_from_end_to_end()
    {
        var demo = await SignInAsync();
        var connection = Item("Finance/Ledger").Connections.Single();
        var (item, before) = await RefreshAsync(demo, "Finance/Ledger");
        Clock.Advance(TimeSpan.FromSeconds(4));
        Tableau.World.Snowflake.SetSecrets("FINANCE_SVC", "new");
        Clock.Advance(TimeSpan.FromSeconds(1));

        await demo.PutAsync($"/datasources/{item.Luid}/connections/{connection.Luid}", "<tsRequest><connection password=\"new\"/></tsRequest>");
        var (_, after) = await RefreshAsync(demo, "Finance/Ledger");
        LetJobsEnd();

        Assert.Equal(["1"], (await demo.GetAsync($"/jobs/{before}")).Values("job", "finishCode"));
        Assert.Equal(["0"], (await demo.GetAsync($"/jobs/{after}")).Values("job", "finishCode"));
    }

    [Fact]
    public async Task What_counts_is_the_secret_at_the_jobs_end_even_if_nobody_looked_then()
    {
        var demo = await SignInAsync();
        var (_, job) = await RefreshAsync(demo, "Finance/Ledger");
        LetJobsEnd();

        Tableau.World.Snowflake.SetSecrets("FINANCE_SVC");

        Assert.Equal(["0"], (await demo.GetAsync($"/jobs/{job}")).Values("job", "finishCode"));
    }

    [Fact]
    public async Task Every_connection_must_be_valid_and_those_without_a_password_always_are()
    {
        var demo = await SignInAsync();
        Tableau.World.Snowflake.SetSecrets("TABLEAU_SVC");
        var (_, two) = await RefreshAsync(demo, "Finance/Budget vs Actuals");
        var (_, file) = await RefreshAsync(demo, "Marketing/Web Traffic");
        var (_, key) = await RefreshAsync(demo, "Operations/Sensor Readings");
        LetJobsEnd();

        Assert.Equal(["1"], (await demo.GetAsync($"/jobs/{two}")).Values("job", "finishCode"));
        Assert.Equal(["0"], (await demo.GetAsync($"/jobs/{file}")).Values("job", "finishCode"));
        Assert.Equal(["0"], (await demo.GetAsync($"/jobs/{key}")).Values("job", "finishCode"));
    }

    [Fact]
    public async Task The_list_has_other_words_and_no_content_ids()
    {
        var demo = await SignInAsync();
        var (item, job) = await RefreshAsync(demo, "Finance/Ledger");
        LetJobsEnd();

        var answer = await demo.GetAsync("/jobs");

        Assert.Equal(
            Answer.Envelope(
                "<pagination pageNumber=\"1\" pageSize=\"100\" totalAvailable=\"1\" /><backgroundJobs>"
                + $"<backgroundJob id=\"{job}\" status=\"Success\" createdAt=\"2026-09-01T06:30:00Z\" startedAt=\"2026-09-01T06:30:00Z\" "
                + "endedAt=\"2026-09-01T06:30:05Z\" priority=\"0\" jobType=\"refresh_extracts\" title=\"Ledger\" subtitle=\"Data Source\" /></backgroundJobs>"),
            answer.Text);
        Assert.DoesNotContain(item.Luid, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_filtered_and_sorted_as_the_python_client_asks()
    {
        var demo = await SignInAsync();
        await RefreshAsync(demo, "Finance/Ledger");
        Clock.Advance(TimeSpan.FromSeconds(3));
        await RefreshAsync(demo, "Sales/EMEA/Pipeline");
        Clock.Advance(TimeSpan.FromSeconds(3));
        Tableau.World.StartScheduledRefresh(Item("Sales/Orders").Luid, incremental: true);

        var running = await demo.GetAsync(
            "/jobs?sort=createdAt%3Adesc&filter=jobType%3Ain%3A%5Brefresh_extracts%2Cincrement_extracts%5D%2Cstatus%3Aeq%3AInProgress&pageNumber=1&pageSize=100");
        var recent = await demo.GetAsync("/jobs?filter=createdAt:gte:2026-09-01T06:30:03Z,jobType:in:[refresh_extracts]&pageSize=1000");

        Assert.Equal(["Orders", "Pipeline"], running.Values("backgroundJob", "title"));
        Assert.Equal(["50", "0"], running.Values("backgroundJob", "priority"));
        Assert.Equal(["increment_extracts", "refresh_extracts"], running.Values("backgroundJob", "jobType"));
        Assert.Equal(["Pipeline"], recent.Values("backgroundJob", "title"));
        Assert.Equal("400065", (await demo.GetAsync("/jobs?filter=status:in:[Pending,InProgress]")).Code);
    }

    [Fact]
    public async Task Cancelling_is_answered_at_once_and_bites_later()
    {
        var demo = await SignInAsync();
        var (_, job) = await RefreshAsync(demo, "Finance/Ledger");

        var accepted = await demo.PutAsync($"/jobs/{job}");
        var still = await demo.GetAsync($"/jobs/{job}");
        Clock.Advance(TimeSpan.FromSeconds(1));
        var ended = await demo.GetAsync($"/jobs/{job}");

        Assert.Equal((200, ""), (accepted.Status, accepted.Text));
        Assert.Equal([""], still.Values("job", "finishCode"));
        Assert.Equal(["2"], ended.Values("job", "finishCode"));
        Assert.Equal(["2026-09-01T06:30:01Z"], ended.Values("job", "completedAt"));
        Assert.Equal(["Cancelled"], (await demo.GetAsync("/jobs")).Values("backgroundJob", "status"));
        Assert.Equal((403, "403091"), Refusal(await demo.PutAsync($"/jobs/{job}")));
    }

    [Fact]
    public async Task Jobs_are_for_administrators_except_ones_own()
    {
        var (demo, limited) = (await SignInAsync(), await SignInAsync("limited"));
        var (_, foreign) = await RefreshAsync(demo, "Finance/Ledger");
        var (_, own) = await RefreshAsync(limited, "Operations/Inventory Snapshot");

        Assert.Equal((403, "403032"), Refusal(await limited.GetAsync("/jobs")));
        Assert.Equal((403, "403032"), Refusal(await limited.GetAsync($"/jobs/{foreign}")));
        Assert.Equal((403, "403032"), Refusal(await limited.PutAsync($"/jobs/{own}")));
        Assert.Equal(200, (await limited.GetAsync($"/jobs/{own}")).Status);
    }

    [Fact]
    public async Task An_unknown_or_vanished_job_is_not_found_although_the_vanished_one_runs_on()
    {
        var demo = await SignInAsync();
        var (item, job) = await RefreshAsync(demo, "Finance/Ledger");

        Tableau.World.Vanish(job);
        LetJobsEnd();

        Assert.Equal((404, "404018"), Refusal(await demo.GetAsync($"/jobs/{job}")));
        Assert.Equal((404, "404018"), Refusal(await demo.PutAsync($"/jobs/{item.Luid}")));
        Assert.Empty((await demo.GetAsync("/jobs")).All("backgroundJob"));
        Assert.Equal(Clock.GetUtcNow(), Item("Finance/Ledger").UpdatedAt);
    }

    [Theory]
    [InlineData(JobOutcome.Success, "0", false, false)]
    [InlineData(JobOutcome.Failed, "1", true, false)]
    [InlineData(JobOutcome.FailedSilently, "1", false, false)]
    [InlineData(JobOutcome.FailedInStatusNotes, "1", false, true)]
    [InlineData(JobOutcome.SuccessWithErrorNote, "0", false, true)]
    [InlineData(JobOutcome.Completed, "3", false, false)]
    [InlineData(JobOutcome.Cancelled, "2", false, false)]
    public async Task An_end_can_be_scripted_for_one_job(JobOutcome outcome, string finishCode, bool notes, bool statusNotes)
    {
        var demo = await SignInAsync();
        Tableau.World.ChangeItem(Item("Finance/Ledger").Luid, item => item with { NextOutcome = outcome });
        var (_, scripted) = await RefreshAsync(demo, "Finance/Ledger");
        LetJobsEnd();
        var (_, next) = await RefreshAsync(demo, "Finance/Ledger");
        LetJobsEnd();

        var answer = await demo.GetAsync($"/jobs/{scripted}");

        Assert.Equal([finishCode], answer.Values("job", "finishCode"));
        Assert.Equal((notes, statusNotes), (answer.All("notes").Count == 1, answer.Values("statusNote", "text").Count == 1));
        Assert.Equal(["0"], (await demo.GetAsync($"/jobs/{next}")).Values("job", "finishCode"));
    }

    [Fact]
    public async Task Some_jobs_cannot_be_queried_but_are_listed()
    {
        var demo = await SignInAsync();
        Tableau.World.ChangeItem(Item("Finance/Ledger").Luid, item => item with { NextOutcome = JobOutcome.Unreadable });
        var (_, job) = await RefreshAsync(demo, "Finance/Ledger");

        var answer = await demo.GetAsync($"/jobs/{job}");

        Assert.Equal(Answer.Error("400031", "Bad Request", $"There was a problem querying job '{job}'."), answer.Text);
        Assert.Equal([job], (await demo.GetAsync("/jobs")).Values("backgroundJob", "id"));
    }

    [Fact]
    public async Task A_job_in_progress_keeps_its_duration_when_the_settings_change()
    {
        var demo = await SignInAsync();
        var (_, first) = await RefreshAsync(demo, "Finance/Ledger");
        Tableau.Settings.JobDuration = TimeSpan.FromSeconds(60);
        var (_, second) = await RefreshAsync(demo, "Sales/Orders");
        Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["0"], (await demo.GetAsync($"/jobs/{first}")).Values("job", "finishCode"));
        Assert.Equal([""], (await demo.GetAsync($"/jobs/{second}")).Values("job", "finishCode"));
    }

    private async Task<(ContentItem Item, string Job)> RefreshAsync(Caller caller, string path)
    {
        var item = Item(path);
        var kind = item.Kind == ContentKind.Workbook ? "workbooks" : "datasources";
        var answer = await caller.PostAsync($"/{kind}/{item.Luid}/refresh", "<tsRequest/>");
        return (item, answer.Child("job").Attribute("id")!.Value);
    }

    private static (int Status, string? Code) Refusal(Answer answer) => (answer.Status, answer.Code);
}
