using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Rotation.RotationCalls;

namespace GrpcRefresh.FunctionalTests.Rotation;

/// <summary>Schedules that Tableau has suspended, or soon will, because the old secret died before the rotation.</summary>
public sealed class FailingTaskTests
{
    [Fact]
    public async Task Tasks_of_changed_items_that_failed_in_a_row_are_listed_worst_first()
    {
        await using var service = await TestService.StartAsync();
        var shipments = Fail(service, "Operations/Shipments", failures: 2, suspended: false);
        var times = Fail(service, "Operations/Logistics/Delivery Times", failures: 5, suspended: true);
        Fail(service, "Operations/Inventory Snapshot", failures: 1, suspended: false);
        Fail(service, "Finance/Ledger", failures: 4, suspended: false);

        var job = await RotatedAsync(service);

        Assert.Equal(
            [(times, "Delivery Times", 5, "Suspended"), (shipments, "Shipments", 2, "Active")],
            job.Rotation.FailingTasks.Select(task => (task.TaskId, task.ItemName, task.ConsecutiveFailures, task.ScheduleState)));
        Assert.All(job.Rotation.FailingTasks, task => Assert.Equal(("default", ""), (task.Server, task.Site)));
    }

    [Fact]
    public async Task A_suspended_schedule_is_listed_however_few_its_failures()
    {
        await using var service = await TestService.StartAsync();
        var id = Fail(service, "Operations/Shipments", failures: 0, suspended: true);

        var job = await RotatedAsync(service);

        Assert.Equal((id, 0), (Assert.Single(job.Rotation.FailingTasks).TaskId, job.Rotation.FailingTasks[0].ConsecutiveFailures));
    }

    private static async Task<Job> RotatedAsync(TestService service)
    {
        var request = Request(Operations, "operations-new-secret");
        // A refresh would end the row of failures.
        request.Verification = Verification.ReadBack;
        var (job, _) = await service.RunAsync(request);
        Assert.Equal(JobState.Succeeded, job.State);
        return job;
    }

    private static string Fail(TestService service, string path, int failures, bool suspended)
    {
        var luid = service.Tableau.World.Item(path).Luid;
        var task = Assert.Single(service.Tableau.World.Tasks, task => task.ItemLuid == luid).Luid;
        service.Tableau.World.ChangeTask(task, before => before with { ConsecutiveFailures = failures, IsSuspended = suspended });
        return task;
    }
}
