using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Rotation.RotationCalls;

namespace GrpcRefresh.FunctionalTests.Rotation;

/// <summary>A service that dies, or is stopped, where a rotation does not simply go on.</summary>
public sealed class RotationDeathTests
{
    private const string New = "the-new-secret";
    private const string OldSecretOfLoad = "tableau-svc-secret";
    private const int Many = 20;

    private static readonly TimeSpan VeryLong = TimeSpan.FromHours(10);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_while_the_canary_waits_for_its_proof_it_starts_no_second_refresh(bool endsMeanwhile)
    {
        await using var process = await SmallAsync();
        process.Tableau.World.Snowflake.SetSecrets(Operations, New);
        var jobId = (await process.RotateAsync(Request(Operations, New))).Job.JobId;
        await process.UntilAsync(jobId, job => job.Rotation.Updated == 1);
        while (process.Tableau.World.Jobs.Count == 0)
        {
            await Task.Yield();
        }

        await process.RestartAsync(meanwhile: endsMeanwhile ? process.EndRuns : () => { });
        process.EndRuns();

        Assert.Equal(JobState.Succeeded, (await process.EndAsync(jobId)).State);
        var steps = await process.CloseAsync(jobId);
        Assert.Equal((RotationStepState.Verified, ProofLevel.UsesNew), (steps[0].State, steps[0].Proof));
        Assert.All(steps.Skip(1), step => Assert.Equal(RotationStepState.Updated, step.State));
        Assert.Single(process.Tableau.World.Jobs);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Killed_after_it_was_cancelled_in_the_middle_of_a_change_it_ends_cancelled(int stalled)
    {
        await using var process = await SmallAsync();
        process.Tableau.World.Snowflake.SetSecrets(Operations, New);
        process.EndRuns();
        var request = Request(Operations, New);
        request.MaxParallel = 1;
        var slow = process.Stall((await process.RehearseAsync(request))[stalled].Connection.ConnectionId);
        var jobId = (await process.RotateAsync(request)).Job.JobId;
        await slow.StruckAsync(1);
        await process.Jobs.CancelJobAsync(new CancelJobRequest { JobId = jobId });

        await process.RestartAsync();

        Assert.Equal(JobState.Cancelled, (await process.EndAsync(jobId)).State);
        var steps = await process.CloseAsync(jobId);
        Assert.All(steps.Take(stalled), step => Assert.Equal(RotationStepState.Verified, step.State));
        Assert.All(steps.Skip(stalled + 1), step => Assert.Equal(RotationStepState.Skipped, step.State));
        AssertTrue(process, steps);
    }

    [Theory]
    [InlineData(OnFailure.Stop)]
    [InlineData(OnFailure.RollBack)]
    public async Task Killed_after_too_many_failures_it_leaves_no_change_half_done(OnFailure onFailure)
    {
        await using var process = await LargerAsync();
        var connections = Connections(process);
        var slow = connections[..3].Select(connection => process.Stall(connection)).ToList();
        process.Tableau.Faults.Add(new Fault { Method = "PUT", Connection = connections[3], Kind = FaultKind.Status, Code = "403023" });
        var jobId = (await process.RotateAsync(LoadRequest(onFailure))).Job.JobId;
        await Task.WhenAll(slow.Select(fault => fault.StruckAsync(1)));
        await process.UntilAsync(jobId, job => job.Rotation.Failed == 1);

        await process.RestartAsync();

        Assert.Equal(JobState.Failed, (await process.EndAsync(jobId)).State);
        var steps = await process.CloseAsync(jobId);
        var wanted = onFailure == OnFailure.RollBack ? RotationStepState.RolledBack : RotationStepState.Updated;
        Assert.All(steps.Take(3), step => Assert.Equal(wanted, step.State));
        Assert.Equal((RotationStepState.Failed, "TABLEAU_FORBIDDEN"), (steps[3].State, RotationEvidence.ReasonOf(steps[3].Error)));
        Assert.All(steps.Skip(4), step => Assert.Equal(RotationStepState.Skipped, step.State));
        AssertTrue(process, steps);
    }

    [Fact]
    public async Task Stopped_in_the_middle_it_stops_in_an_orderly_way_and_goes_on_after_the_restart()
    {
        await using var process = await LargerAsync();
        var slow = process.Stall(Connections(process)[Many / 2]);
        var jobId = (await process.RotateAsync(LoadRequest())).Job.JobId;
        await slow.StruckAsync(1);

        Assert.Equal(0, await process.TerminateAsync());
        process.Tableau.Faults.Clear();
        await process.StartAsync();

        Assert.Equal(JobState.Succeeded, (await process.EndAsync(jobId)).State);
        var steps = await process.CloseAsync(jobId);
        Assert.Equal(Many, steps.Count);
        Assert.All(steps, step => Assert.Equal((RotationStepState.Updated, ProofLevel.Stored), (step.State, step.Proof)));
        AssertTrue(process, steps);
    }

    private static Task<RotationProcess> SmallAsync() => RotationProcess.StartAsync(new TableauSimulatorOptions { JobDuration = VeryLong });

    private static Task<RotationProcess> LargerAsync() => RotationProcess.StartAsync(new TableauSimulatorOptions { Datasources = Many });

    private static RotateConnectionCredentialsRequest LoadRequest(OnFailure onFailure = OnFailure.Stop)
    {
        var request = Request(LargeWorld.User, New, OldSecretOfLoad);
        request.OnFailure = onFailure;
        request.Selector.Projects.Add("Load");
        (request.Verification, request.MaxFailures, request.MaxParallel) = (Verification.ReadBack, 1, 4);
        return request;
    }

    /// <summary>In the order of the plan.</summary>
    private static string[] Connections(RotationProcess process) =>
        [.. Enumerable.Range(1, Many).Select(number => process.Tableau.World.Item($"Load/Datasource {number:0000}").Connections[0].Luid)];

    /// <summary>What is said to be changed holds the new secret, and what is said to be untouched was never given it.</summary>
    private static void AssertTrue(RotationProcess process, IReadOnlyList<RotationStep> steps) => Assert.All(steps, step =>
    {
        var connection = process.Tableau.World.Connection(step.Connection.ConnectionId);
        Assert.True(step.State is not (RotationStepState.Updated or RotationStepState.Verified) || connection.Holds(New));
        Assert.True(step.State != RotationStepState.Skipped || connection.SecretsGiven == 0);
        Assert.True(step.State != RotationStepState.RolledBack || connection.Holds(OldSecretOfLoad));
    });
}
