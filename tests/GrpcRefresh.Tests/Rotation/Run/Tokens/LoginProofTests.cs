using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Run.Tokens;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rotation.Run.Tokens;

public sealed class LoginProofTests : IAsyncLifetime
{
    private TokenBench _bench = null!;

    private LoginWindow Window => new(_bench.Time.GetUtcNow() - TimeSpan.FromMinutes(1), _bench.Time.GetUtcNow());

    public async Task InitializeAsync() => _bench = await TokenBench.StartAsync(TokenBench.Course(RotationTokenState.InUse));

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task The_new_token_alone_is_the_proof()
    {
        Assert.Equal(LoginVerdict.New, await WatchAsync(new TokenSightings(2, 0)));
        Assert.Empty(_bench.Time.Skipped);
    }

    [Fact]
    public async Task The_new_token_beside_another_is_no_proof() => Assert.Equal(LoginVerdict.Both, await WatchAsync(new TokenSightings(1, 1)));

    [Fact]
    public async Task What_is_told_late_is_waited_for()
    {
        Assert.Equal(LoginVerdict.New, await WatchAsync(new TokenSightings(0, 0), new TokenSightings(0, 0) { Undecided = 1 }, new TokenSightings(1, 0)));
        Assert.Equal([_bench.Rotation.Tokens.HistoryEvery, _bench.Rotation.Tokens.HistoryEvery], _bench.Time.Skipped);
    }

    [Fact]
    public async Task What_is_never_told_did_not_happen_when_patience_is_over()
    {
        Assert.Equal(LoginVerdict.NotNew, await WatchAsync(new TokenSightings(0, 0)));
        Assert.Equal(_bench.Rotation.Tokens.HistoryPatience.TotalSeconds, _bench.Time.Skipped.Sum(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task The_old_secret_settles_it_as_soon_as_later_logins_are_told()
    {
        var later = _bench.Time.GetUtcNow() + TimeSpan.FromSeconds(1);
        Assert.Equal(LoginVerdict.NotNew, await WatchAsync(new TokenSightings(0, 1), new TokenSightings(0, 1) { ToldUntil = later }));
        Assert.Single(_bench.Time.Skipped);
    }

    [Fact]
    public async Task A_login_that_stays_undecided_proves_nothing() =>
        Assert.Equal(LoginVerdict.Unreadable, await WatchAsync(new TokenSightings(0, 0) { Undecided = 1 }));

    [Fact]
    public async Task A_history_that_cannot_be_asked_is_no_evidence_against_anybody()
    {
        _bench.Snowflake.Sight = _ => throw ScriptedTokens.Away;
        Assert.Equal(LoginVerdict.Unreadable, (await _bench.Context.Logins.WatchAsync(_bench.Token, Window, default)).Verdict);
        Assert.NotEmpty(_bench.Time.Skipped);
    }

    [Fact]
    public async Task A_history_that_may_not_be_asked_is_not_waited_for()
    {
        _bench.Snowflake.Sight = _ => throw ScriptedTokens.Refused;
        Assert.Equal(LoginVerdict.Unreadable, (await _bench.Context.Logins.WatchAsync(_bench.Token, Window, default)).Verdict);
        Assert.Empty(_bench.Time.Skipped);
    }

    [Fact]
    public void A_window_begins_with_the_run_but_never_before_it_was_asked_for()
    {
        var refresh = Some.Job(JobState.Succeeded) with { UpdateTime = Some.Time + TimeSpan.FromMinutes(9) };

        Assert.Equal(Some.Time, LoginWindow.Of(refresh).Since);
        Assert.Equal(Some.Time, LoginWindow.Of(refresh with { StartTime = Some.Time - TimeSpan.FromSeconds(1) }).Since);
        Assert.Equal(Some.Time + TimeSpan.FromSeconds(55), LoginWindow.Of(refresh with { StartTime = Some.Time + TimeSpan.FromMinutes(1) }).Since);
        Assert.Equal(Some.Time + TimeSpan.FromSeconds(541), LoginWindow.Of(refresh).Until);
    }

    /// <summary>The last of what is told is told from then on.</summary>
    private async Task<LoginVerdict> WatchAsync(params TokenSightings[] told)
    {
        _bench.Snowflake.Sight = before => told[Math.Min(before, told.Length - 1)];
        return (await _bench.Context.Logins.WatchAsync(_bench.Token, Window, default)).Verdict;
    }
}
