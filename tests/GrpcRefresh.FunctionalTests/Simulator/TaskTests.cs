using System.Text.Json.Nodes;
using GrpcRefresh.Simulation.Jobs;
using Xunit;

namespace GrpcRefresh.FunctionalTests.Simulator;

/// <summary>What tasks remember of their scheduled refreshes.</summary>
public sealed class TaskTests : SimulatorTest
{
    [Fact]
    public async Task Failures_in_a_row_are_counted_and_the_fifth_suspends_the_task()
    {
        var demo = await SignInAsync();
        var (orders, ledger) = (Item("Sales/Orders"), Item("Finance/Ledger"));
        var seen = new List<(string Count, string State)>();
        for (var turn = 0; turn < 6; turn++)
        {
            Run(orders.Luid, JobOutcome.Failed);
            seen.Add(await TaskAsync(demo, orders.Luid));
        }

        Assert.Equal([("1", "Active"), ("2", "Active"), ("3", "Active"), ("4", "Active"), ("5", "Suspended"), ("6", "Suspended")], seen);
        Assert.Equal(("0", "Active"), await TaskAsync(demo, ledger.Luid));
        Assert.Equal(("0", "Active"), await TaskAsync(demo, orders.Luid, incremental: true));
    }

    [Fact]
    public async Task A_success_ends_the_row_but_not_the_suspension()
    {
        var demo = await SignInAsync();
        var ledger = Item("Finance/Ledger").Luid;
        for (var turn = 0; turn < 4; turn++)
        {
            Run(ledger, JobOutcome.Failed);
        }

        Run(ledger, JobOutcome.Computed);
        Assert.Equal(("0", "Active"), await TaskAsync(demo, ledger));
        for (var turn = 0; turn < 5; turn++)
        {
            Run(ledger, JobOutcome.Failed);
        }

        Run(ledger, JobOutcome.Computed);

        Assert.Equal(("0", "Suspended"), await TaskAsync(demo, ledger));
    }

    [Fact]
    public async Task Refreshes_that_somebody_else_starts_do_not_count_as_the_schedules()
    {
        var demo = await SignInAsync();
        var ledger = Item("Finance/Ledger").Luid;
        Tableau.World.Snowflake.SetSecrets("FINANCE_SVC", "rotated");

        await demo.PostAsync($"/datasources/{ledger}/refresh", "<tsRequest/>");
        LetJobsEnd();
        Run(ledger, JobOutcome.Cancelled);

        Assert.Equal(1, Tableau.World.Jobs[0].FinishCode);
        Assert.Equal(("0", "Active"), await TaskAsync(demo, ledger));
    }

    [Fact]
    public async Task A_task_is_suspended_and_resumed_by_hand()
    {
        var demo = await SignInAsync();
        var ledger = Item("Finance/Ledger").Luid;
        var task = Tableau.World.Tasks.Single(task => task.ItemLuid == ledger).Luid;

        using var suspended = await Http.PatchAsync($"/_sim/tasks/{task}", new StringContent("""{"isSuspended":true,"consecutiveFailures":7}"""));
        Assert.Equal(("7", "Suspended"), await TaskAsync(demo, ledger));
        using var resumed = await Http.PatchAsync($"/_sim/tasks/{task}", new StringContent("""{"isSuspended":false}"""));
        Assert.Equal(("7", "Active"), await TaskAsync(demo, ledger));

        using var unknown = await Http.PatchAsync("/_sim/tasks/unknown", new StringContent("{}"));
        using var senseless = await Http.PatchAsync($"/_sim/tasks/{task}", new StringContent("""{"consecutiveFailures":-1}"""));
        Assert.Equal((200, 200, 404, 400), ((int)suspended.StatusCode, (int)resumed.StatusCode, (int)unknown.StatusCode, (int)senseless.StatusCode));
        var state = JsonNode.Parse(await Http.GetStringAsync("/_sim/state"))!["tasks"]!.AsArray();
        Assert.Equal(7, (int)state.Single(one => (string)one!["luid"]! == task)!["consecutiveFailures"]!);
    }

    private void Run(string item, JobOutcome outcome)
    {
        Tableau.World.ChangeItem(item, old => old with { NextOutcome = outcome });
        Tableau.World.StartScheduledRefresh(item);
        LetJobsEnd();
    }

    private async Task<(string Count, string State)> TaskAsync(Caller caller, string item, bool incremental = false)
    {
        var luid = Tableau.World.Tasks.Single(task => task.ItemLuid == item && task.Incremental == incremental).Luid;
        var task = (await caller.GetAsync("/tasks/extractRefreshes")).All("extractRefresh").Single(task => task.Attribute("id")!.Value == luid);
        return (task.Attribute("consecutiveFailedCount")!.Value, task.Elements().First().Attribute("state")!.Value);
    }
}
