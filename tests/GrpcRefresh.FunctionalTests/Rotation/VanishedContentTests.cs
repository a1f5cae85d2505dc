using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Rotation.RotationCalls;
using static GrpcRefresh.FunctionalTests.Rotation.RotationEvidence;

namespace GrpcRefresh.FunctionalTests.Rotation;

/// <summary>Content that somebody deletes, or publishes anew, between the plan and its turn.</summary>
public sealed class VanishedContentTests
{
    private const string New = "operations-new-secret";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_canary_that_is_gone_proves_nothing_and_stops_the_rotation(bool wholeItem)
    {
        await using var service = await StartAsync();
        service.Tableau.World.Snowflake.SetSecrets(Operations, New);
        var away = Away("**/connections/**");
        service.Tableau.Faults.Add(away);
        var begun = await service.RotateAsync(Request(Operations, New));
        var canary = Assert.Single(begun.Plan.Steps, step => step.Canary);

        await away.StruckAsync(1);
        Remove(service, canary, wholeItem);
        service.Tableau.Faults.Clear();
        var job = await service.EndOfAsync(begun.Job.JobId);

        Assert.Equal(JobState.Failed, job.State);
        Assert.Equal("ROTATION_FAILED", ReasonOf(job.Error));
        var others = begun.Plan.Steps.Where(step => !step.Canary && step.State == RotationStepState.Planned).ToList();
        Assert.Equal(2, others.Count);
        Assert.All(others, step => Assert.Equal(0, service.InTableau(step).SecretsGiven));
        Assert.All((await service.StepsAsync(job.JobId)).Where(step => !step.Canary), step => Assert.Equal(RotationStepState.Skipped, step.State));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_gone_before_its_turn_is_skipped_and_no_success_is_claimed(bool wholeItem)
    {
        await using var service = await StartAsync();
        service.Tableau.World.Snowflake.SetSecrets(Operations, New);
        var shipments = service.Tableau.World.Item("Operations/Shipments");
        var away = Away($"**/datasources/{shipments.Luid}/connections/**");
        service.Tableau.Faults.Add(away);
        var request = Request(Operations, New);
        request.Verification = Verification.ReadBack;
        var begun = await service.RotateAsync(request);

        await away.StruckAsync(1);
        Remove(service, begun.Plan.Steps.Single(step => step.Connection.ItemLuid == shipments.Luid), wholeItem);
        service.Tableau.Faults.Clear();
        var job = await service.EndOfAsync(begun.Job.JobId);
        var steps = await service.StepsAsync(job.JobId);

        var gone = steps.Of("Shipments");
        Assert.Equal(RotationStepState.Skipped, gone.State);
        Assert.Contains("no longer knows the connection", gone.Detail, StringComparison.Ordinal);
        Assert.Equal(JobState.Failed, job.State);
        Assert.Equal("ROTATION_FAILED", ReasonOf(job.Error));
        Assert.Contains("1 were no longer there", job.Error.Message, StringComparison.Ordinal);
        Assert.Equal((0, 2), (job.Rotation.Failed, job.Rotation.Updated));
        Assert.All([steps.Of("Inventory Snapshot"), steps.Of("Delivery Times")], step => Assert.Equal(RotationStepState.Updated, step.State));
    }

    /// <summary>Cuts updates off until it is lifted: the rotation asks again meanwhile, and the test has its time.</summary>
    private static Fault Away(string path) => new() { Method = "PUT", Path = path, Kind = FaultKind.Reset };

    private static Task<TestService> StartAsync() => TestService.StartAsync(settings: settings =>
    {
        settings["GrpcRefresh:Rotation:RetryPause"] = "00:00:00.1";
        settings["GrpcRefresh:Rotation:RetryPauseMax"] = "00:00:00.1";
    });

    private static void Remove(TestService service, RotationStep step, bool wholeItem)
    {
        if (wholeItem)
        {
            Assert.True(service.Tableau.World.RemoveItem(step.Connection.ItemLuid));
        }
        else
        {
            service.Tableau.World.RemoveConnection(step.Connection.ItemLuid, step.Connection.ConnectionId);
        }
    }
}
