using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rotation.Run.Tokens;

public sealed class TokenSettlingTests
{
    [Theory]
    [InlineData(RotationTokenState.Planned, false, RotationTokenState.Withdrawn, false)]
    [InlineData(RotationTokenState.Making, false, RotationTokenState.Withdrawn, true)]
    [InlineData(RotationTokenState.Made, false, RotationTokenState.Withdrawn, true)]
    [InlineData(RotationTokenState.InUse, false, RotationTokenState.Withdrawn, true)]
    [InlineData(RotationTokenState.Withdrawing, false, RotationTokenState.Withdrawn, true)]
    [InlineData(RotationTokenState.InUse, true, RotationTokenState.BothValid, false)]
    [InlineData(RotationTokenState.Waiting, true, RotationTokenState.BothValid, false)]
    [InlineData(RotationTokenState.RetiringOld, true, RotationTokenState.BothValid, false)]
    [InlineData(RotationTokenState.Replaced, true, RotationTokenState.Replaced, false)]
    [InlineData(RotationTokenState.BothValid, true, RotationTokenState.BothValid, false)]
    [InlineData(RotationTokenState.Withdrawn, false, RotationTokenState.Withdrawn, false)]
    public async Task Every_state_comes_to_an_end(RotationTokenState state, bool touched, RotationTokenState end, bool isRemoved)
    {
        await using var bench = await TokenBench.StartAsync(
            TokenBench.Course(state), TokenBench.Step(1, RotationStepState.Failed, touched: touched), TokenBench.Step(2, RotationStepState.Planned));

        await bench.Settling.RunAsync(default);

        Assert.Equal(end, (await bench.OnDiskAsync()).State);
        Assert.Equal(isRemoved ? [$"remove {TokenBench.Name}"] : [], bench.Snowflake.Calls);
    }

    [Fact]
    public async Task The_withdrawal_is_on_disk_before_Snowflake_is_asked()
    {
        await using var bench = await TokenBench.StartAsync(TokenBench.Course(RotationTokenState.Made));
        bench.Snowflake.OnRemove = async _ => Assert.Equal(RotationTokenState.Withdrawing, (await bench.OnDiskAsync()).State);

        await bench.Settling.RunAsync(default);

        Assert.Equal(["SNOWFLAKE_REMOVE_TOKEN INTENDED", "SNOWFLAKE_REMOVE_TOKEN ACCEPTED"], await bench.AuditAsync());
    }

    [Fact]
    public async Task What_cannot_be_withdrawn_is_named()
    {
        await using var bench = await TokenBench.StartAsync(TokenBench.Course(RotationTokenState.Making));
        bench.Snowflake.OnRemove = _ => throw ScriptedTokens.Refused;

        await bench.Settling.RunAsync(default);

        Assert.Equal(RotationTokenState.BothValid, bench.Token.State);
        Assert.Equal(
            "No connection was given the new token GRPCREFRESH_1, but Snowflake may hold it and could not be brought to remove it: Insufficient privileges. Remove it by hand.",
            bench.Token.Detail);
    }

    [Fact]
    public async Task A_rotated_token_has_no_way_back_and_says_so()
    {
        await using var bench = await TokenBench.StartAsync(TokenBench.Course(RotationTokenState.Made, method: TokenMethod.Rotate));

        await bench.Settling.RunAsync(default);

        Assert.Equal((RotationTokenState.BothValid, 0), (bench.Token.State, bench.Snowflake.Calls.Count));
        Assert.Contains("the connections hold its old secret. Snowflake ends the old secret of GRPCREFRESH_1 within 24 hours, if it has made the new one", bench.Token.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RotationTokenState.InUse)]
    [InlineData(RotationTokenState.Waiting)]
    [InlineData(RotationTokenState.RetiringOld)]
    public async Task A_rotated_tokens_old_secret_has_an_end_that_is_told(RotationTokenState state)
    {
        var course = TokenBench.Course(state, method: TokenMethod.Rotate) with { OldExpiresAt = new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero) };
        await using var bench = await TokenBench.StartAsync(course, TokenBench.Step(1, RotationStepState.Failed, touched: true));

        await bench.Settling.RunAsync(default);

        Assert.Contains("Snowflake ends the old secret of GRPCREFRESH_1 at 2026-11-23 08:00:00Z", bench.Token.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("still works", bench.Token.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_told_where_the_new_token_is()
    {
        await using var bench = await TokenBench.StartAsync(
            TokenBench.Course(RotationTokenState.InUse),
            TokenBench.Step(1, RotationStepState.Verified, touched: true),
            TokenBench.Step(2, RotationStepState.Failed, touched: true),
            TokenBench.Step(3, RotationStepState.Failed),
            TokenBench.Step(4));

        await bench.Settling.RunAsync(default);

        Assert.StartsWith("1 connections hold the new token GRPCREFRESH_1, 1 may hold it or what they held before, all others hold what they held before", bench.Token.Detail, StringComparison.Ordinal);
    }
}
