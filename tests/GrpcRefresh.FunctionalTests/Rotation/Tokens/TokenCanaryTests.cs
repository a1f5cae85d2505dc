using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Rotation.Tokens.TokenWorld;
using SnowflakeFault = GrpcRefresh.SnowflakeSimulation.Faults.Fault;
using SnowflakeFaultKind = GrpcRefresh.SnowflakeSimulation.Faults.FaultKind;

namespace GrpcRefresh.FunctionalTests.Rotation.Tokens;

/// <summary>What the login history says of the canary, and what becomes of the rotation then.</summary>
public sealed class TokenCanaryTests : IAsyncLifetime
{
    private TokenWorld _world = null!;

    public async Task InitializeAsync() => _world = await TokenWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Where_Tableau_kept_the_old_secret_the_rotation_stops_at_the_canary_and_says_so()
    {
        _world.Tableau.Faults.Add(new Fault { Method = "PUT", Path = "/sites/*/*/*/connections/**", Kind = FaultKind.KeepOldSecret, Times = 1 });
        await using var service = await _world.ServeAsync();

        var (job, steps) = await service.RunAsync(Request());

        Assert.Equal(JobState.Failed, job.State);
        Assert.Equal((RotationStepState.Failed, "VERIFICATION_FAILED"), (steps[0].State, RotationEvidence.ReasonOf(steps[0].Error)));
        Assert.Contains("the new secret was not seen in use, and Tableau may have kept the old one", job.Error.Message, StringComparison.Ordinal);
        Assert.All(steps.Skip(1), step => Assert.Equal(RotationStepState.Skipped, step.State));
        var token = Assert.Single(job.Rotation.Tokens);
        Assert.Equal(RotationTokenState.BothValid, token.State);
        Assert.Contains("0 connections hold the new token", token.Detail, StringComparison.Ordinal);
        Assert.Equal([Old, token.TokenName], _world.Tokens);
        Assert.All(_world.Connections, connection => Assert.True(connection.Holds(_world.OldSecret)));
        Assert.Equal(1, service.Puts());
    }

    [Fact]
    public async Task A_history_that_is_late_is_waited_for()
    {
        _world.Snowflake.Settings.UsageLatency = TimeSpan.FromMilliseconds(600);
        await using var service = await _world.ServeAsync(settings => settings["GrpcRefresh:Rotation:Tokens:HistoryPatience"] = "00:01:00");

        var (job, steps) = await service.RunAsync(Request());

        Assert.Equal(RotationTokenState.Replaced, Assert.Single(job.Rotation.Tokens).State);
        Assert.All(steps, step => Assert.Equal(ProofLevel.UsesNew, step.Proof));
    }
    [Fact]
    public async Task Without_a_history_a_refresh_proves_that_it_works_and_the_old_token_stays()
    {
        _world.Snowflake.Faults.Add(new SnowflakeFault
        {
            Kind = SnowflakeFaultKind.Status,
            Status = 422,
            Code = "002003",
            SqlState = "42S02",
            Message = "Object does not exist or not authorized.",
            Statement = "LOGIN_HISTORY",
        });
        await using var service = await _world.ServeAsync();
        var request = Request();
        request.ValidateOnly = true;
        var plan = (await service.RotateAsync(request)).Plan;
        request.ValidateOnly = false;

        var (job, steps) = await service.RunAsync(request);

        Assert.Contains(plan.Warnings, warning => warning.Contains("SNOWFLAKE.SECURITY_VIEWER", StringComparison.Ordinal));
        Assert.All(plan.Steps, step => Assert.Equal(ProofLevel.Works, step.Provable));
        Assert.Equal(JobState.Succeeded, job.State);
        Assert.All(steps, step => Assert.Equal((RotationStepState.Verified, ProofLevel.Works), (step.State, step.Proof)));
        AssertBothValid(job, "Snowflake's login history could not be read");
    }

    [Fact]
    public async Task While_somebody_else_signs_in_nobody_can_tell_who_it_was()
    {
        await using var service = await _world.ServeAsync();
        var begun = service.UntilAsync((await service.RotateAsync(Request())).Job.JobId, job => job.State is JobState.Succeeded or JobState.Failed);
        while (!begun.IsCompleted)
        {
            _world.SignInElsewhere();
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }

        var job = await begun;

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Equal(3, job.Rotation.ProvedWorks);
        AssertBothValid(job, "3 of 3 connections are not proved to use the new one");
    }

    private void AssertBothValid(Job job, string why)
    {
        var token = Assert.Single(job.Rotation.Tokens);
        Assert.Equal(RotationTokenState.BothValid, token.State);
        Assert.Contains(why, token.Detail, StringComparison.Ordinal);
        Assert.Equal([Old, token.TokenName], _world.Tokens);
        Assert.All(_world.Connections, connection => Assert.True(_world.Holds(token.TokenName, connection)));
    }
}
