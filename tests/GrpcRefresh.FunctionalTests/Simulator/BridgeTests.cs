using GrpcRefresh.Simulation.Jobs;
using Xunit;

namespace GrpcRefresh.FunctionalTests.Simulator;

public sealed class BridgeTests : SimulatorTest
{
    [Fact]
    public async Task A_data_source_says_that_bridge_refreshes_it()
    {
        var (demo, luid) = await BridgedAsync();

        Assert.Equal(["true"], (await demo.GetAsync($"/datasources/{luid}")).Values("datasource", "useRemoteQueryAgent"));
    }

    [Fact]
    public async Task A_job_that_bridge_has_accepted_shows_finish_code_0_and_only_its_end_3()
    {
        var (demo, luid) = await BridgedAsync();
        var job = await StartAsync(demo, luid);

        Assert.Equal([""], job.Values("job", "finishCode"));
        Clock.Advance(Tableau.Settings.BridgeHandover);
        var accepted = await JobAsync(demo);
        Assert.Equal(("0", "2026-09-01T06:30:01Z"), (accepted.Values("job", "finishCode")[0], accepted.Values("job", "completedAt")[0]));
        LetJobsEnd();
        var ended = await JobAsync(demo);
        Assert.Equal(("3", "2026-09-01T06:30:05Z"), (ended.Values("job", "finishCode")[0], ended.Values("job", "completedAt")[0]));
    }

    [Fact]
    public async Task The_list_calls_it_sent_to_bridge_until_it_has_ended()
    {
        var (demo, luid) = await BridgedAsync();
        await StartAsync(demo, luid);
        Clock.Advance(Tableau.Settings.BridgeHandover);

        var sent = await demo.GetAsync("/jobs");
        LetJobsEnd();
        var ended = await demo.GetAsync("/jobs?filter=status:eq:Success");

        Assert.Equal(("SentToBridge", ""), (sent.Values("backgroundJob", "status")[0], sent.Values("backgroundJob", "endedAt")[0]));
        Assert.Equal(["refresh_extracts_via_bridge"], ended.Values("backgroundJob", "jobType"));
    }

    [Fact]
    public async Task Busy_bridge_clients_are_a_failure_with_tableaus_words()
    {
        var (demo, luid) = await BridgedAsync(JobOutcome.BridgeBusy);
        await StartAsync(demo, luid);
        LetJobsEnd();

        var ended = await JobAsync(demo);

        Assert.Equal(["1"], ended.Values("job", "finishCode"));
        Assert.Contains("errorID=REMOTE_EXTRACT_REFRESH_ALL_AGENTS_BUSY", ended.All("notes")[0].Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stuck_one_stays_accepted_for_ever()
    {
        var (demo, luid) = await BridgedAsync(JobOutcome.Stuck);
        await StartAsync(demo, luid);
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(["0"], (await JobAsync(demo)).Values("job", "finishCode"));
        Assert.Equal("409093", (await demo.PostAsync($"/datasources/{luid}/refresh", "<tsRequest/>")).Code);
    }

    [Fact]
    public async Task A_job_can_be_stuck_before_it_starts()
    {
        var (demo, luid) = await BridgedAsync(JobOutcome.StuckPending);
        await StartAsync(demo, luid);
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(["Pending"], (await demo.GetAsync("/jobs")).Values("backgroundJob", "status"));
        Tableau.World.ChangeJob(Tableau.World.Jobs[^1].Luid, JobOutcome.Computed);
        LetJobsEnd();
        Assert.Equal(["3"], (await JobAsync(demo)).Values("job", "finishCode"));
    }

    private async Task<(Caller Demo, string Luid)> BridgedAsync(JobOutcome outcome = JobOutcome.Computed)
    {
        var luid = Item("Operations/Shipments").Luid;
        Tableau.World.ChangeItem(luid, item => item with { ViaBridge = true, NextOutcome = outcome });
        return (await SignInAsync(), luid);
    }

    private static Task<Answer> StartAsync(Caller caller, string luid) => caller.PostAsync($"/datasources/{luid}/refresh", "<tsRequest/>");

    private Task<Answer> JobAsync(Caller caller) => caller.GetAsync($"/jobs/{Tableau.World.Jobs[^1].Luid}");
}
