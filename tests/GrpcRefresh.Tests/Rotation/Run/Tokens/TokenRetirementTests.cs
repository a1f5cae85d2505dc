using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rotation.Run.Tokens;

public sealed class TokenRetirementTests
{
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private static RotationStepRecord Proved(int number = 1) => TokenBench.Step(number, RotationStepState.Verified, ProofLevel.UsesNew, touched: true);

    [Fact]
    public async Task The_old_token_goes_when_it_was_unused_for_the_overlap_and_the_secret_is_wiped_before()
    {
        await using var bench = await BenchAsync();
        bench.Snowflake.LastUse = _ =>
        {
            Assert.Equal((RotationTokenState.Waiting, false), bench.OnDiskAsync().Result);
            return null;
        };
        bench.Snowflake.OnRemove = async _ => Assert.Equal((RotationTokenState.RetiringOld, false), await bench.OnDiskAsync());

        await bench.RunAsync();

        Assert.Equal((RotationTokenState.Replaced, ""), (bench.Token.State, bench.Token.Detail));
        Assert.Equal(["last use of OLD_PAT", "remove OLD_PAT"], bench.Snowflake.Calls);
        Assert.Equal(Overlap + bench.Rotation.Tokens.HistoryPatience, Assert.Single(bench.Time.Skipped));
        Assert.Equal(["SNOWFLAKE_REMOVE_TOKEN INTENDED", "SNOWFLAKE_REMOVE_TOKEN ACCEPTED"], await bench.AuditAsync());
    }

    [Fact]
    public async Task Without_an_overlap_it_goes_at_once()
    {
        await using var bench = await BenchAsync(TimeSpan.Zero);

        await bench.RunAsync();

        Assert.Equal(["remove OLD_PAT"], bench.Snowflake.Calls);
        Assert.Empty(bench.Time.Skipped);
    }

    [Fact]
    public async Task Used_once_more_it_is_waited_for_anew()
    {
        await using var bench = await BenchAsync();
        var changed = bench.Time.GetUtcNow();
        bench.Snowflake.LastUse = before => changed + TimeSpan.FromHours(5);

        await bench.RunAsync();

        Assert.Equal(RotationTokenState.Replaced, bench.Token.State);
        Assert.Equal(TimeSpan.FromHours(5) + Overlap + bench.Rotation.Tokens.HistoryPatience, bench.Time.GetUtcNow() - changed);
    }

    [Fact]
    public async Task Used_for_good_it_stays()
    {
        await using var bench = await BenchAsync();
        bench.Snowflake.LastUse = _ => bench.Time.GetUtcNow() - TimeSpan.FromHours(2);

        await bench.RunAsync();

        Assert.Equal(RotationTokenState.BothValid, bench.Token.State);
        Assert.Contains("somebody still uses it, lastly at ", bench.Token.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Snowflake.Calls, call => call.StartsWith("remove", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_connection_that_is_not_proved_keeps_it()
    {
        await using var bench = await TokenBench.StartAsync(
            TokenBench.Course(RotationTokenState.InUse), Proved(), TokenBench.Step(2, RotationStepState.Verified, ProofLevel.Works, touched: true));

        await bench.RunAsync();

        Assert.Equal((RotationTokenState.BothValid, false), await bench.OnDiskAsync());
        Assert.Contains("1 of 2 connections are not proved to use the new one ('Orders')", bench.Token.Detail, StringComparison.Ordinal);
        Assert.Empty(bench.Snowflake.Calls);
    }

    [Fact]
    public async Task Where_it_was_asked_to_be_kept_it_is()
    {
        await using var bench = await TokenBench.StartAsync(TokenBench.Course(RotationTokenState.InUse, keepsOld: true), Proved());

        await bench.RunAsync();

        Assert.Equal("The connections use GRPCREFRESH_1. The old token stays: keep_old_token asks for it.", bench.Token.Detail);
    }

    [Fact]
    public async Task A_removal_that_is_refused_for_long_is_left_to_an_administrator()
    {
        await using var bench = await BenchAsync(TimeSpan.Zero);
        bench.Snowflake.OnRemove = _ => throw ScriptedTokens.Refused;

        await bench.RunAsync();

        Assert.Equal(RotationTokenState.BothValid, bench.Token.State);
        Assert.EndsWith("Snowflake could not be brought to remove it: Insufficient privileges. Nothing needs it any more; remove it by hand.", bench.Token.Detail, StringComparison.Ordinal);
        Assert.True(bench.Time.Skipped.Sum(wait => wait.Ticks) >= bench.Rotation.Tokens.RetirementPatience.Ticks);
    }

    [Fact]
    public async Task A_removal_without_an_answer_is_asked_for_again()
    {
        await using var bench = await BenchAsync(TimeSpan.Zero);
        bench.Snowflake.OnRemove = before => before < 3 ? throw ScriptedTokens.Away : Task.CompletedTask;

        await bench.RunAsync();

        Assert.Equal(RotationTokenState.Replaced, bench.Token.State);
    }

    [Theory]
    [InlineData(RotationTokenState.Waiting)]
    [InlineData(RotationTokenState.RetiringOld)]
    public async Task After_a_crash_it_goes_on_where_it_stood(RotationTokenState state)
    {
        await using var bench = await TokenBench.StartAsync(TokenBench.Course(state, TimeSpan.Zero) with { ChangedAt = new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero) }, Proved());

        await bench.Retirement.RunAsync(default, default);

        Assert.Equal(RotationTokenState.Replaced, bench.Token.State);
        Assert.Equal(["remove OLD_PAT"], bench.Snowflake.Calls);
    }

    [Fact]
    public async Task Cancelled_while_it_waits_it_asks_nothing_further()
    {
        await using var bench = await BenchAsync();
        bench.Time.SkipUpTo = TimeSpan.Zero;
        using var halt = new CancellationTokenSource();
        var running = bench.RunAsync(halt.Token);
        await halt.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.Equal(RotationTokenState.Waiting, (await bench.OnDiskAsync()).State);
        Assert.Empty(bench.Snowflake.Calls);
    }

    [Fact]
    public async Task A_refresh_that_used_the_old_token_after_all_keeps_it()
    {
        await using var bench = await BenchAsync(TimeSpan.Zero);
        await bench.ProveAsync(1);
        var refreshed = bench.Time.GetUtcNow();
        bench.Snowflake.Sight = _ => ScriptedTokens.Told(null, new TokenSighting(refreshed, SightedBy.New), new TokenSighting(refreshed, SightedBy.Old));

        await bench.RunAsync();

        Assert.Equal((RotationTokenState.BothValid, ProofLevel.Works), (bench.Token.State, bench.Board.Steps[0].Proof));
        Assert.Contains("1 of 1 connections are not proved to use the new one ('Orders')", bench.Token.Detail, StringComparison.Ordinal);
        Assert.Contains("signed in with the new token GRPCREFRESH_1 and with something else", bench.Board.Steps[0].Detail, StringComparison.Ordinal);
        Assert.Equal(["sight"], bench.Snowflake.Calls);
    }

    [Fact]
    public async Task A_removal_that_is_repeated_is_decided_anew()
    {
        await using var bench = await BenchAsync();
        bench.Snowflake.OnRemove = _ =>
        {
            bench.Snowflake.LastUse = _ => bench.Time.GetUtcNow();
            throw ScriptedTokens.Away;
        };

        await bench.RunAsync();

        Assert.Equal(["last use of OLD_PAT", "remove OLD_PAT", "last use of OLD_PAT"], bench.Snowflake.Calls);
        Assert.Equal(RotationTokenState.BothValid, bench.Token.State);
        Assert.Contains("somebody still uses it", bench.Token.Detail, StringComparison.Ordinal);
        Assert.Equal(["SNOWFLAKE_REMOVE_TOKEN INTENDED", "SNOWFLAKE_REMOVE_TOKEN NOT_TAKEN"], await bench.AuditAsync());
    }

    [Fact]
    public async Task A_removal_begun_before_a_restart_is_decided_anew()
    {
        await using var bench = await TokenBench.StartAsync(TokenBench.Course(RotationTokenState.RetiringOld, Overlap) with { ChangedAt = new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero) }, Proved());
        bench.Snowflake.LastUse = _ => bench.Time.GetUtcNow() - TimeSpan.FromMinutes(1);

        await bench.Retirement.RunAsync(default, default);

        Assert.Equal(RotationTokenState.BothValid, bench.Token.State);
        Assert.Equal(["last use of OLD_PAT"], bench.Snowflake.Calls);
    }

    [Fact]
    public async Task A_removal_that_took_effect_without_an_answer_is_not_asked_for_again()
    {
        await using var bench = await BenchAsync();
        bench.Snowflake.OnRemove = _ =>
        {
            bench.Snowflake.Listed = () => null;
            throw ScriptedTokens.Away;
        };

        await bench.RunAsync();

        Assert.Equal(RotationTokenState.Replaced, bench.Token.State);
        Assert.Equal(["last use of OLD_PAT", "remove OLD_PAT"], bench.Snowflake.Calls);
        Assert.Equal(["SNOWFLAKE_REMOVE_TOKEN INTENDED", "SNOWFLAKE_REMOVE_TOKEN ACCEPTED"], await bench.AuditAsync());
    }

    [Fact]
    public async Task A_token_that_was_made_anew_under_the_old_name_is_left_alone()
    {
        var made = new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);
        await using var bench = await TokenBench.StartAsync(TokenBench.Course(RotationTokenState.InUse, Overlap) with { OldCreatedAt = made }, Proved());
        bench.Snowflake.Listed = () => new SnowflakeTokenRecord(TokenBench.Old, null, null, IsActive: true, made.AddMonths(4));

        await bench.RunAsync();

        Assert.Equal(RotationTokenState.BothValid, bench.Token.State);
        Assert.Contains("OLD_PAT is another one by now, made at 2026-09-01 00:00:00Z", bench.Token.Detail, StringComparison.Ordinal);
        Assert.Equal(["last use of OLD_PAT"], bench.Snowflake.Calls);
        Assert.Empty(await bench.AuditAsync());
    }

    [Fact]
    public async Task Without_an_account_any_more_it_stays_at_once()
    {
        await using var bench = await BenchAsync(TimeSpan.Zero);
        bench.Snowflake.Listed = () => throw TokenRefusals.NotConfigured();

        await bench.RunAsync();

        Assert.Equal(RotationTokenState.BothValid, bench.Token.State);
        Assert.Contains("Set GrpcRefresh:Snowflake:Account", bench.Token.Detail, StringComparison.Ordinal);
        Assert.Empty(bench.Time.Skipped);
    }

    [Fact]
    public async Task A_cancellation_that_nobody_heard_is_found_before_the_waiting()
    {
        await using var bench = await TokenBench.StartAsync(TokenBench.Course(RotationTokenState.Waiting, Overlap) with { ChangedAt = new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero) }, Proved());
        await bench.CancelUnheardAsync();

        await bench.RunWholeAsync();

        Assert.Equal((JobState.Cancelled, RotationTokenState.BothValid), (bench.Board.Job.State, bench.Token.State));
        Assert.Empty(bench.Snowflake.Calls);
        Assert.Empty(bench.Time.Skipped);
    }

    [Fact]
    public async Task A_cancellation_that_nobody_heard_is_found_before_the_removal()
    {
        await using var bench = await BenchAsync(TimeSpan.Zero);
        await bench.CancelUnheardAsync();

        await bench.RunAsync();
        await bench.Settling.RunAsync(default);

        Assert.Equal(RotationTokenState.BothValid, bench.Token.State);
        Assert.Contains("the rotation was cancelled", bench.Token.Detail, StringComparison.Ordinal);
        Assert.Empty(bench.Snowflake.Calls);
    }

    private static Task<TokenBench> BenchAsync(TimeSpan? overlap = null) => TokenBench.StartAsync(TokenBench.Course(RotationTokenState.InUse, overlap ?? Overlap), Proved());
}
