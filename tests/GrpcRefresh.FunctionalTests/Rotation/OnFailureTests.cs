using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Rotation.RotationCalls;
using static GrpcRefresh.FunctionalTests.Rotation.RotationEvidence;

namespace GrpcRefresh.FunctionalTests.Rotation;

/// <summary>What a rotation does when Tableau refuses some of its changes.</summary>
public sealed class OnFailureTests
{
    private const string New = "operations-new-secret";

    [Fact]
    public async Task CONTINUE_changes_all_that_can_be_changed_and_claims_no_success()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.Faults.Add(Refusal(service, "Operations/Inventory Snapshot"));
        var request = RequestOf(OnFailure.Continue);

        var (job, steps) = await service.RunAsync(request);

        Assert.Equal((JobState.Failed, "ROTATION_FAILED"), (job.State, ReasonOf(job.Error)));
        Assert.StartsWith("1 connections failed", job.Error.Message, StringComparison.Ordinal);
        var failed = steps.Of("Inventory Snapshot");
        Assert.Equal((RotationStepState.Failed, "TABLEAU_FORBIDDEN"), (failed.State, ReasonOf(failed.Error)));
        Assert.False(service.InTableau(failed).Holds(New));
        Assert.All(steps.Where(step => step != failed), step => Assert.Equal((RotationStepState.Updated, true), (step.State, service.InTableau(step).Holds(New))));
    }

    [Fact]
    public async Task CONTINUE_takes_no_notice_of_max_failures()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.Faults.Add(Refusal());
        var request = RequestOf(OnFailure.Continue, maxFailures: 1);

        var (job, steps) = await service.RunAsync(request);

        Assert.Equal(JobState.Failed, job.State);
        Assert.Equal((3, 3), (job.Rotation.Failed, service.Puts()));
        Assert.All(steps, step => Assert.Equal(RotationStepState.Failed, step.State));
    }

    [Fact]
    public async Task A_token_that_may_change_only_its_own_content_changes_that()
    {
        await using var service = await TestService.StartAsync(pat: "limited");

        var (job, steps) = await service.RunAsync(RequestOf(OnFailure.Continue));

        Assert.Equal(JobState.Failed, job.State);
        Assert.All([steps.Of("Inventory Snapshot"), steps.Of("Delivery Times")], step => Assert.True(service.InTableau(step).Holds(New)));
        var others = steps.Of("Shipments");
        Assert.Equal((RotationStepState.Failed, "TABLEAU_FORBIDDEN"), (others.State, ReasonOf(others.Error)));
        Assert.Equal(0, service.InTableau(others).SecretsGiven);
    }

    [Fact]
    public async Task The_second_failure_stops_where_two_are_too_many()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.Faults.Add(Refusal());

        var (job, steps) = await service.RunAsync(RequestOf(OnFailure.Stop, maxFailures: 2));

        Assert.Equal((JobState.Failed, "ROTATION_FAILED"), (job.State, ReasonOf(job.Error)));
        Assert.Contains("max_failures is 2", job.Error.Message, StringComparison.Ordinal);
        Assert.Equal([RotationStepState.Failed, RotationStepState.Failed, RotationStepState.Skipped], steps.Select(step => step.State));
        Assert.Equal(2, service.Puts());
    }

    [Fact]
    public async Task STOP_skips_what_had_not_had_its_turn_and_leaves_what_was_changed()
    {
        await using var service = await TestService.StartAsync();
        var order = await OrderAsync(service);
        service.Tableau.Faults.Add(Refusal(order[1]));

        var (job, steps) = await service.RunAsync(RequestOf(OnFailure.Stop));

        Assert.Equal(JobState.Failed, job.State);
        Assert.Equal([RotationStepState.Updated, RotationStepState.Failed, RotationStepState.Skipped], steps.Select(step => step.State));
        Assert.Equal([true, false, false], steps.Select(step => service.InTableau(step).Holds(New)));
        Assert.StartsWith("Not touched:", steps[2].Detail, StringComparison.Ordinal);
        Assert.Equal((1, 1), (job.Rotation.Failed, job.Rotation.Updated));
    }

    [Fact]
    public async Task ROLL_BACK_puts_everything_back_that_was_changed_before()
    {
        await using var service = await TestService.StartAsync();
        var order = await OrderAsync(service);
        service.Tableau.Faults.Add(Refusal(order[2]));

        var (job, steps) = await service.RunAsync(RequestOf(OnFailure.RollBack));

        Assert.Equal((JobState.Failed, "ROTATION_FAILED"), (job.State, ReasonOf(job.Error)));
        Assert.Equal([RotationStepState.RolledBack, RotationStepState.RolledBack, RotationStepState.Failed], steps.Select(step => step.State));
        Assert.All(steps, step => Assert.True(service.InTableau(step).Holds(OldSecretOfOperations)));
        Assert.Equal([true, true, false], steps.Select(step => service.InTableau(step).WasGiven(New)));
        Assert.Equal((2, 1), (job.Rotation.RolledBack, job.Rotation.Failed));
    }

    [Fact]
    public async Task ROLL_BACK_proves_the_way_back_of_a_canary_that_had_been_proved()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.World.Snowflake.SetSecrets(Operations, OldSecretOfOperations, New);
        var order = await OrderAsync(service, Verification.RefreshCanary);
        service.Tableau.Faults.Add(Refusal(order[1]));
        var request = RequestOf(OnFailure.RollBack);
        request.Verification = Verification.RefreshCanary;

        var (job, steps) = await service.RunAsync(request);

        Assert.Equal(JobState.Failed, job.State);
        Assert.Equal((RotationStepState.RolledBack, ProofLevel.Works), (steps[0].State, steps[0].Proof));
        Assert.Equal([RotationStepState.Failed, RotationStepState.Skipped], steps.Skip(1).Select(step => step.State));
        Assert.All(steps, step => Assert.True(service.InTableau(step).Holds(OldSecretOfOperations)));
    }

    private static RotateConnectionCredentialsRequest RequestOf(OnFailure onFailure, int maxFailures = 0)
    {
        var request = Request(Operations, New, onFailure == OnFailure.RollBack ? OldSecretOfOperations : "");
        (request.OldSecret, request.Verification) = (OldSecret.Valid, Verification.ReadBack);
        // One after the other, so that it is known what comes before a failure.
        (request.OnFailure, request.MaxFailures, request.MaxParallel) = (onFailure, maxFailures, 1);
        return request;
    }

    /// <summary>The connections in the order of the plan.</summary>
    private static async Task<IReadOnlyList<string>> OrderAsync(TestService service, Verification verification = Verification.ReadBack)
    {
        var request = RequestOf(OnFailure.Stop);
        (request.ValidateOnly, request.Verification) = (true, verification);
        return [.. (await service.RotateAsync(request)).Plan.Steps.Where(step => step.State == RotationStepState.Planned).Select(step => step.Connection.ConnectionId)];
    }

    private static Fault Refusal(TestService service, string path) => Refusal(service.InTableau(path).Luid);

    private static Fault Refusal(string? connection = null) => new()
    {
        Method = "PUT",
        Path = "**/connections/**",
        Connection = connection,
        Kind = FaultKind.Status,
        Status = 403,
        Code = "403023",
    };
}
