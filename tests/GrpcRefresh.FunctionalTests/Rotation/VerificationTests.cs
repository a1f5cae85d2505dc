using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Rotation.RotationCalls;
using static GrpcRefresh.FunctionalTests.Rotation.RotationEvidence;

namespace GrpcRefresh.FunctionalTests.Rotation;

/// <summary>How far a rotation goes to prove what it did, and how it sends it.</summary>
public sealed class VerificationTests
{
    private const string New = "operations-new-secret";

    [Theory]
    [InlineData(Verification.None, ProofLevel.Unspecified, 0)]
    [InlineData(Verification.ReadBack, ProofLevel.Stored, 3)]
    public async Task Changes_are_read_back_once_for_each_item_or_not_at_all(Verification verification, ProofLevel proof, int reads)
    {
        await using var service = await TestService.StartAsync();
        var request = Request(Operations, New);
        (request.Verification, request.ValidateOnly) = (verification, true);
        service.Tableau.Requests.Clear();
        await service.RotateAsync(request);
        var forThePlan = service.Reads();
        request.ValidateOnly = false;
        service.Tableau.Requests.Clear();

        var (job, steps) = await service.RunAsync(request);

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Equal((3, forThePlan + reads), (service.Puts(), service.Reads()));
        Assert.All(steps, step => Assert.Equal((RotationStepState.Updated, proof, proof), (step.State, step.Proof, step.Provable)));
        Assert.All(steps, step => Assert.True(service.InTableau(step).Holds(New)));
        Assert.Empty(service.Tableau.World.Jobs);
    }

    [Fact]
    public async Task A_change_that_Tableau_only_pretends_to_store_is_found_when_it_is_read_back()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.Faults.Add(new Fault { Method = "PUT", Path = "**/connections/**", Kind = FaultKind.IgnoreUpdate });
        var request = Request(Operations, New);
        (request.Verification, request.Credential.Inline.UserName, request.MaxParallel) = (Verification.ReadBack, "NEW_SVC", 1);

        var (job, steps) = await service.RunAsync(request);

        Assert.Equal((JobState.Failed, "ROTATION_FAILED"), (job.State, ReasonOf(job.Error)));
        Assert.Equal((RotationStepState.Failed, "UPDATE_NOT_STORED"), (steps[0].State, ReasonOf(steps[0].Error)));
        Assert.Contains("'OPERATIONS_SVC' instead of 'NEW_SVC'", steps[0].Error.Message, StringComparison.Ordinal);
        Assert.Equal([RotationStepState.Skipped, RotationStepState.Skipped], steps.Skip(1).Select(step => step.State));
    }

    [Theory]
    [InlineData("3.25", 3, 0)]
    [InlineData("3.26", 0, 1)]
    public async Task A_workbook_with_several_connections_is_changed_completely_with_or_without_bulk_updates(string version, int alone, int together)
    {
        await using var service = await TestService.StartAsync(new TableauSimulatorOptions
        {
            ApiVersion = version,
            Workbooks = 1,
            ConnectionsPerItem = 3,
        });
        var request = Request("TABLEAU_SVC", New);
        request.Selector.Projects.Add("Load");
        request.Verification = Verification.ReadBack;

        var begun = await service.RotateAsync(request);
        var job = await service.EndOfAsync(begun.Job.JobId);
        var steps = await service.StepsAsync(job.JobId);

        Assert.Equal((JobState.Succeeded, 3), (job.State, job.Rotation.ProvedStored));
        Assert.Equal(
            (alone, together),
            (service.Tableau.Requests["PUT /sites/{id}/workbooks/{id}/connections/{id}"], service.Tableau.Requests["PUT /sites/{id}/workbooks/{id}/connections"]));
        Assert.Equal(alone + together, begun.Plan.UpdateRequests);
        Assert.All(steps, step => Assert.True(service.InTableau(step).Holds(New)));
    }

    [Fact]
    public async Task A_live_connection_is_changed_but_no_refresh_can_prove_it()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.World.Snowflake.SetSecrets("TABLEAU_SVC", New);
        var request = Request("TABLEAU_SVC", New);
        request.Selector.Projects.Add("Sales");
        request.Verification = Verification.RefreshAll;

        var begun = await service.RotateAsync(request);
        var job = await service.EndOfAsync(begun.Job.JobId);

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Contains(begun.Plan.Warnings, warning => warning.StartsWith("2 connections cannot be proved by a refresh", StringComparison.Ordinal));
        Assert.Equal(ProofLevel.Stored, begun.Plan.Steps.Of("Live Orders").Provable);
        var live = (await service.StepsAsync(job.JobId)).Of("Live Orders");
        Assert.Equal((RotationStepState.Updated, ProofLevel.Stored, ""), (live.State, live.Proof, live.RefreshJobId));
        Assert.Contains("no refresh can prove", live.Detail, StringComparison.Ordinal);
        Assert.True(service.InTableau(live).Holds(New));
        Assert.Contains("several data sources", begun.Plan.Steps.Of("Superstore").Detail, StringComparison.Ordinal);
        Assert.Equal((job.Rotation.Verified, 2), (job.Rotation.ProvedUsesNew, job.Rotation.Updated));
    }
}
