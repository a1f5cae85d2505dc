using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rotation.Run.Tokens;

public sealed class TokenMakingTests
{
    [Fact]
    public async Task Every_state_is_on_disk_before_Snowflake_is_asked_for_the_next()
    {
        await using var bench = await TokenBench.StartAsync(TokenBench.Course());
        bench.Snowflake.OnMake = async _ => Assert.Equal((RotationTokenState.Making, false), await bench.OnDiskAsync());
        bench.Snowflake.OnProve = async _ => Assert.Equal((RotationTokenState.Made, true), await bench.OnDiskAsync());

        Assert.Null(await bench.Making.RunAsync(default, default));

        Assert.Equal((RotationTokenState.InUse, true), await bench.OnDiskAsync());
        Assert.Equal(["make", "prove"], bench.Snowflake.Calls);
        Assert.Equal(["SNOWFLAKE_ADD_TOKEN INTENDED", "SNOWFLAKE_ADD_TOKEN ACCEPTED"], await bench.AuditAsync());
        Assert.False(Assert.Single(bench.Snowflake.Intents).IsRepeated);
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_again_as_the_same_request()
    {
        await using var bench = await TokenBench.StartAsync(TokenBench.Course());
        bench.Snowflake.OnMake = before => before < 2 ? throw ScriptedTokens.Away : Task.CompletedTask;

        Assert.Null(await bench.Making.RunAsync(default, default));

        Assert.Equal([false, true, true], bench.Snowflake.Intents.Select(intent => intent.IsRepeated));
        Assert.Equal([bench.Token.RequestId], bench.Snowflake.Intents.Select(intent => intent.RequestId).Distinct());
    }

    [Fact]
    public async Task Begun_before_a_crash_it_is_asked_for_again_as_the_same_request_and_audited_once()
    {
        await using var bench = await TokenBench.StartAsync(TokenBench.Course());
        bench.Snowflake.OnMake = _ => throw new InvalidOperationException("killed here");
        await Assert.ThrowsAsync<InvalidOperationException>(() => bench.Making.RunAsync(default, default));
        bench.Snowflake.OnMake = _ => Task.CompletedTask;

        await bench.RestartAsync();
        Assert.Null(await bench.Making.RunAsync(default, default));

        Assert.Equal([false, true], bench.Snowflake.Intents.Select(intent => intent.IsRepeated));
        Assert.Single(bench.Snowflake.Intents.Select(intent => intent.RequestId).Distinct());
        Assert.Equal(["SNOWFLAKE_ADD_TOKEN INTENDED", "SNOWFLAKE_ADD_TOKEN ACCEPTED"], await bench.AuditAsync());
    }

    [Fact]
    public async Task Made_before_a_crash_it_is_not_made_again()
    {
        await using var bench = await TokenBench.StartAsync(TokenBench.Course());
        bench.Snowflake.OnProve = _ => throw new InvalidOperationException("killed here");
        await Assert.ThrowsAsync<InvalidOperationException>(() => bench.Making.RunAsync(default, default));
        bench.Snowflake.OnProve = _ => Task.CompletedTask;

        await bench.RestartAsync();
        Assert.Null(await bench.Making.RunAsync(default, default));

        Assert.Equal(["make", "prove", "prove"], bench.Snowflake.Calls);
        Assert.Equal(ScriptedTokens.TheSecret, bench.Context.Secrets.New(""));
    }

    [Fact]
    public async Task A_refusal_is_told_at_once()
    {
        await using var bench = await TokenBench.StartAsync(TokenBench.Course());
        bench.Snowflake.OnMake = _ => throw ScriptedTokens.Refused;

        var failure = await bench.Making.RunAsync(default, default);

        Assert.Equal((ErrorReason.SnowflakeRefused, "The token of OPS_SVC could not be made: Insufficient privileges."), (failure!.Reason, failure.Message));
        Assert.Equal(["make"], bench.Snowflake.Calls);
        Assert.Equal(["SNOWFLAKE_ADD_TOKEN INTENDED", "SNOWFLAKE_ADD_TOKEN REFUSED"], await bench.AuditAsync());
        Assert.Equal((RotationTokenState.Making, false), await bench.OnDiskAsync());
    }

    [Fact]
    public async Task A_token_that_does_not_work_is_told_after_all_patience()
    {
        await using var bench = await TokenBench.StartAsync(TokenBench.Course());
        bench.Snowflake.OnProve = _ => throw ScriptedTokens.Away;

        var failure = await bench.Making.RunAsync(default, default);

        Assert.Equal(ErrorReason.SnowflakeUnreachable, failure!.Reason);
        Assert.StartsWith("The token of OPS_SVC was made, but does not work: ", failure.Message, StringComparison.Ordinal);
        Assert.InRange(bench.Time.Skipped.Sum(wait => wait.TotalSeconds), bench.Rotation.Patience.TotalSeconds, bench.Rotation.Patience.TotalSeconds + 31);
    }

    [Fact]
    public async Task Whoever_cancels_does_not_wait_for_Snowflake()
    {
        await using var bench = await TokenBench.StartAsync(TokenBench.Course());
        using var halt = new CancellationTokenSource();
        bench.Snowflake.OnMake = async _ =>
        {
            await halt.CancelAsync();
            throw ScriptedTokens.Away;
        };

        // Not a failure of the rotation: it ends cancelled.
        await Assert.ThrowsAsync<OperationCanceledException>(() => bench.Making.RunAsync(halt.Token, default));

        Assert.Equal(["make"], bench.Snowflake.Calls);
        Assert.Equal(["SNOWFLAKE_ADD_TOKEN INTENDED", "SNOWFLAKE_ADD_TOKEN UNKNOWN"], await bench.AuditAsync());
    }
}
