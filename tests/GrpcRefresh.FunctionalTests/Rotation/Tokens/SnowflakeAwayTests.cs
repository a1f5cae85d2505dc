using Grpc.Core;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.SnowflakeSimulation.Faults;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;
using static GrpcRefresh.FunctionalTests.Rotation.Tokens.TokenWorld;

namespace GrpcRefresh.FunctionalTests.Rotation.Tokens;

/// <summary>Snowflake does not answer, or refuses, at each stage of a token rotation.</summary>
public sealed class SnowflakeAwayTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _mayChange = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TokenWorld _world = null!;
    private TestService _service = null!;

    public async Task InitializeAsync()
    {
        // The client's own pauses between its tries are seconds.
        _world = await TokenWorld.StartAsync(time: new QuickClock(20), around: async (what, effect, _) =>
        {
            await (what.StartsWith("PUT ", StringComparison.Ordinal) ? _mayChange.Task : Task.CompletedTask);
            await effect();
        });
        _service = await _world.ServeAsync(settings =>
        {
            settings["GrpcRefresh:Rotation:Patience"] = "00:00:05";
            settings["GrpcRefresh:Rotation:Tokens:HistoryPatience"] = "00:00:20";
            // Seconds on the wall, and more than a few tries on a slow machine.
            settings["GrpcRefresh:Rotation:Tokens:RetirementPatience"] = "00:05:00";
            settings["GrpcRefresh:Rotation:Tokens:HistoryEvery"] = "00:00:02";
        });
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Before_the_plan_the_call_is_refused()
    {
        Fail(FaultKind.Reset, "show user programmatic");

        var refused = await Assert.ThrowsAsync<RpcException>(() => _service.RotateAsync(Request()));

        Assert.Equal((StatusCode.Unavailable, "SNOWFLAKE_UNREACHABLE"), (refused.StatusCode, refused.Info().Reason));
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.DropReply)]
    public async Task A_token_that_cannot_be_made_is_taken_back_and_nothing_is_touched(FaultKind kind)
    {
        Fail(kind, "add programmatic");

        var (job, steps) = await _service.RunAsync(Request());

        AssertUntouched(job, steps);
        Assert.StartsWith($"The token of {User} could not be made: ", job.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_does_not_work_is_taken_back_and_nothing_is_touched()
    {
        _world.Snowflake.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 401, Code = "390422", Statement = "current_user() as" });

        var (job, steps) = await _service.RunAsync(Request());

        AssertUntouched(job, steps);
        Assert.StartsWith($"The token of {User} was made, but does not work: ", job.Error.Message, StringComparison.Ordinal);
        Assert.Equal("SNOWFLAKE_REFUSED", Assert.Single(job.Error.All<ErrorInfo>()).Reason);
    }

    [Fact]
    public async Task A_history_that_goes_away_proves_nothing_and_the_old_token_stays()
    {
        // The plan has read it; nothing is changed, and so nothing judged, before it is away.
        var jobId = (await _service.RotateAsync(Request())).Job.JobId;
        Fail(FaultKind.Reset, "LOGIN_HISTORY");
        _mayChange.SetResult();

        var job = await _service.EndOfAsync(jobId);

        Assert.Equal((JobState.Succeeded, 3), (job.State, job.Rotation.ProvedWorks));
        Assert.Equal(RotationTokenState.BothValid, job.Rotation.Tokens[0].State);
        Assert.Equal(2, _world.Tokens.Count);
    }

    [Fact]
    public async Task An_old_token_that_cannot_be_removed_stays_and_the_rotation_has_succeeded_all_the_same()
    {
        Fail(FaultKind.Reset, "remove programmatic");
        _mayChange.SetResult();

        var (job, _) = await _service.RunAsync(Request());

        Assert.Equal((JobState.Succeeded, RotationTokenState.BothValid), (job.State, job.Rotation.Tokens[0].State));
        Assert.Contains("Nothing needs it any more; remove it by hand.", job.Rotation.Tokens[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removal_is_asked_for_until_Snowflake_answers()
    {
        Fail(FaultKind.Reset, "remove programmatic", times: 8);
        _mayChange.SetResult();

        var (job, _) = await _service.RunAsync(Request());

        Assert.Equal((JobState.Succeeded, RotationTokenState.Replaced), (job.State, job.Rotation.Tokens[0].State));
        Assert.Single(_world.Tokens);
    }

    private void Fail(FaultKind kind, string statement, int? times = null) => _world.Snowflake.Faults.Add(new Fault { Kind = kind, Statement = statement, Times = times });

    private void AssertUntouched(Job job, IReadOnlyList<RotationStep> steps)
    {
        Assert.Equal((JobState.Failed, RotationTokenState.Withdrawn), (job.State, job.Rotation.Tokens[0].State));
        Assert.All(steps, step => Assert.Equal(RotationStepState.Skipped, step.State));
        Assert.Equal([Old], _world.Tokens);
        Assert.All(_world.Connections, connection => Assert.Equal(0, connection.SecretsGiven));
        Assert.Equal(0, _service.Puts());
    }
}
