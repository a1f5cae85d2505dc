using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Run.Tokens;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rotation.Run.Tokens;

public sealed class LoginProofTests : IAsyncLifetime
{
    private TokenBench _bench = null!;

    /// <summary>The minute before the test.</summary>
    private LoginWindow Window { get; set; }

    private DateTimeOffset Within => Window.Since + TimeSpan.FromSeconds(30);

    private DateTimeOffset Later => Window.Latest + TimeSpan.FromSeconds(1);

    private TokenSighting New => new(Within, SightedBy.New);

    private TokenSighting Old => new(Within, SightedBy.Old);

    private TokenSighting Undecided => new(Within, SightedBy.Undecided);

    public async Task InitializeAsync()
    {
        _bench = await TokenBench.StartAsync(TokenBench.Course(RotationTokenState.InUse));
        var now = _bench.Time.GetUtcNow();
        Window = new LoginWindow(now.AddMinutes(-1), now, now.AddMinutes(-2), now.AddMinutes(1));
    }

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task The_new_token_alone_is_the_proof_once_later_logins_are_told()
    {
        Assert.Equal(LoginVerdict.New, await WatchAsync(Told(Later, New)));
        Assert.Empty(_bench.Time.Skipped);
    }

    [Fact]
    public async Task The_new_token_alone_is_no_proof_while_the_old_one_may_still_be_told()
    {
        Assert.Equal(LoginVerdict.Both, await WatchAsync(Told(Window.Until, New), Told(Window.Until, New), Told(Later, New, Old)));
        Assert.Equal(2, _bench.Time.Skipped.Count);
    }

    [Fact]
    public async Task The_new_token_alone_is_the_proof_when_patience_is_over() => Assert.Equal(LoginVerdict.New, await WatchAsync(Told(null, New)));

    [Fact]
    public async Task The_new_token_beside_another_is_no_proof() => Assert.Equal(LoginVerdict.Both, await WatchAsync(Told(null, New, Old)));

    [Fact]
    public async Task By_a_clock_that_differs_the_old_token_counts_and_the_new_one_does_not()
    {
        Assert.Equal(LoginVerdict.Both, await WatchAsync(Told(Later, New, Old with { At = Window.Earliest })));
        Assert.Equal(LoginVerdict.Both, await WatchAsync(Told(Later, New, Old with { At = Window.Latest.AddTicks(-1) })));
        Assert.Equal(LoginVerdict.New, await WatchAsync(Told(Later, New, Old with { At = Window.Earliest.AddTicks(-1) }, Old with { At = Window.Latest })));
        Assert.Equal(LoginVerdict.NotNew, await WatchAsync(Told(Later, New with { At = Window.Until }, New with { At = Window.Since.AddTicks(-1) }, Old)));
    }

    // B's new login lies in A's window, and is told before A's own.
    [Fact]
    public async Task Of_two_refreshes_at_once_the_one_that_kept_the_old_token_is_not_proved_by_the_other()
    {
        var a = Window;
        var b = a with { Since = a.Since.AddSeconds(20), Earliest = a.Since.AddSeconds(20) };

        Assert.Equal([LoginVerdict.Untold, LoginVerdict.Untold], await LookAsync(Told(Within, New), a, b));
        Assert.Equal([LoginVerdict.Both, LoginVerdict.New], await LookAsync(Told(Later, New, Old with { At = a.Since.AddSeconds(10) }), a, b));
        Assert.Equal(["sight", "sight"], _bench.Snowflake.Calls);
    }

    [Fact]
    public async Task What_is_told_late_is_waited_for()
    {
        Assert.Equal(LoginVerdict.New, await WatchAsync(Told(), Told(Later, Undecided), Told(Later, New)));
        Assert.Equal([_bench.Rotation.Tokens.HistoryEvery, _bench.Rotation.Tokens.HistoryEvery], _bench.Time.Skipped);
    }

    [Fact]
    public async Task What_is_never_told_did_not_happen_when_patience_is_over()
    {
        Assert.Equal(LoginVerdict.NotNew, await WatchAsync(Told(Later)));
        Assert.Equal(_bench.Rotation.Tokens.HistoryPatience.TotalSeconds + 60, _bench.Time.Skipped.Sum(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task The_old_secret_settles_it_as_soon_as_later_logins_are_told()
    {
        Assert.Equal(LoginVerdict.NotNew, await WatchAsync(Told(Within, Old), Told(Later, Old)));
        Assert.Single(_bench.Time.Skipped);
    }

    [Fact]
    public async Task A_login_that_stays_undecided_proves_nothing() =>
        Assert.Equal(LoginVerdict.Unreadable, await WatchAsync(Told(Later, Undecided)));

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

        Assert.Equal(Some.Time, Of(refresh).Since);
        Assert.Equal(Some.Time, Of(refresh with { StartTime = Some.Time - TimeSpan.FromSeconds(1) }).Since);
        Assert.Equal(Some.Time + TimeSpan.FromSeconds(55), Of(refresh with { StartTime = Some.Time + TimeSpan.FromMinutes(1) }).Since);
        Assert.Equal(Some.Time + TimeSpan.FromSeconds(541), Of(refresh).Until);
        Assert.Equal((Of(refresh).Since.AddMinutes(-2), Of(refresh).Until.AddMinutes(2)), (Of(refresh).Earliest, Of(refresh).Latest));

        static LoginWindow Of(JobRecord refresh) => LoginWindow.Of(refresh, skew: TimeSpan.FromMinutes(2));
    }

    private static TokenSightings Told(DateTimeOffset? until = null, params TokenSighting[] logins) => ScriptedTokens.Told(until, logins);

    private async Task<IEnumerable<LoginVerdict>> LookAsync(TokenSightings told, params LoginWindow[] windows)
    {
        _bench.Snowflake.Sight = _ => told;
        return (await _bench.Context.Logins.LookAsync(_bench.Token, windows, isLast: false, default)).Select(finding => finding.Verdict);
    }

    /// <summary>The last of what is told is told from then on.</summary>
    private async Task<LoginVerdict> WatchAsync(params TokenSightings[] told)
    {
        var earlier = _bench.Snowflake.Calls.Count;
        _bench.Snowflake.Sight = before => told[Math.Min(before - earlier, told.Length - 1)];
        return (await _bench.Context.Logins.WatchAsync(_bench.Token, Window, default)).Verdict;
    }
}
