using GrpcRefresh.Simulation;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Rotation.RotationCalls;

namespace GrpcRefresh.FunctionalTests.Rotation;

/// <summary>A service that dies, or is stopped, while it gives connections their previous secret again.</summary>
public sealed class RotationWayBackTests
{
    private const string New = "the-new-secret";

    private static readonly TimeSpan VeryLong = TimeSpan.FromHours(10);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Killed_while_it_puts_secrets_back_it_puts_them_all_back_and_proves_it(int stalled)
    {
        await using var process = await StartAsync();
        var (jobId, steps) = await ChangeAllAsync(process);
        var slow = process.Stall(steps[stalled].Connection.ConnectionId);
        RefuseTheNew(process);
        await slow.StruckAsync(1);
        await process.UntilAsync(jobId, job => job.Rotation.RolledBack == 2);

        await process.RestartAsync();

        await AssertRolledBackAsync(process, jobId, steps[0].Connection);
    }

    [Fact]
    public async Task Killed_while_the_way_back_is_being_proved_it_proves_it()
    {
        await using var process = await StartAsync();
        var (jobId, steps) = await ChangeAllAsync(process);
        LastFor(process, steps[0].Connection, VeryLong);
        RefuseTheNew(process);
        await process.UntilAsync(jobId, job => job.Rotation.RolledBack == 3);

        await process.RestartAsync();
        LastFor(process, steps[0].Connection, TimeSpan.Zero);
        process.EndRuns();

        await AssertRolledBackAsync(process, jobId, steps[0].Connection);
    }

    [Fact]
    public async Task Stopped_while_it_puts_secrets_back_it_goes_on_after_the_restart()
    {
        await using var process = await StartAsync();
        var (jobId, steps) = await ChangeAllAsync(process);
        var slow = process.Stall(steps[2].Connection.ConnectionId);
        RefuseTheNew(process);
        await slow.StruckAsync(1);

        Assert.Equal(0, await process.TerminateAsync());
        process.Tableau.Faults.Clear();
        await process.StartAsync();

        await AssertRolledBackAsync(process, jobId, steps[0].Connection);
    }

    private static Task<RotationProcess> StartAsync() => RotationProcess.StartAsync(new TableauSimulatorOptions { JobDuration = VeryLong });

    /// <summary>A rotation to be rolled back, up to where the canary is proved and the others are changed and being refreshed.</summary>
    private static async Task<(string JobId, IReadOnlyList<RotationStep> Steps)> ChangeAllAsync(RotationProcess process)
    {
        process.Tableau.World.Snowflake.SetSecrets(Operations, OldSecretOfOperations, New);
        var request = Request(Operations, New, OldSecretOfOperations);
        (request.OldSecret, request.OnFailure, request.Verification) = (OldSecret.Valid, OnFailure.RollBack, Verification.RefreshAll);
        var steps = await process.RehearseAsync(request);
        LastFor(process, steps[0].Connection, TimeSpan.Zero);
        var jobId = (await process.RotateAsync(request)).Job.JobId;
        await process.UntilAsync(jobId, job => job.Rotation is { Verified: 1, Updated: 2 });
        return (jobId, steps);
    }

    private static void LastFor(RotationProcess process, Connection connection, TimeSpan duration) =>
        process.Tableau.World.ChangeItem(connection.ItemLuid, item => item with { JobDuration = duration });

    private static void RefuseTheNew(RotationProcess process)
    {
        process.Tableau.World.Snowflake.SetSecrets(Operations, OldSecretOfOperations);
        process.EndRuns();
    }

    private static async Task AssertRolledBackAsync(RotationProcess process, string jobId, Connection canary)
    {
        Assert.Equal(JobState.Failed, (await process.EndAsync(jobId)).State);
        var steps = await process.CloseAsync(jobId);
        Assert.All(steps, step => Assert.Equal(RotationStepState.RolledBack, step.State));
        Assert.All(steps, step => Assert.True(process.Tableau.World.Connection(step.Connection.ConnectionId).Holds(OldSecretOfOperations)));
        Assert.Equal(ProofLevel.Works, steps.Single(step => step.Canary).Proof);
        Assert.Equal(2, process.Tableau.World.Jobs.Count(run => run.ItemLuid == canary.ItemLuid));
    }
}
