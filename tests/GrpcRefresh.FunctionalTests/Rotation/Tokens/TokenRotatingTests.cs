using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.SnowflakeSimulation.Faults;

namespace GrpcRefresh.FunctionalTests.Rotation.Tokens;

/// <summary>Whatever happens on the way: the token has the secret that is told, and its one predecessor is what connections hold.</summary>
public sealed class TokenRotatingTests : TokensTest
{
    private string _old = "";

    [Theory]
    [InlineData(FaultKind.DropReply, 1, true)]
    [InlineData(FaultKind.DropReply, 1, false)]
    [InlineData(FaultKind.DropReply, 6, true)]
    [InlineData(FaultKind.DropReply, 6, false)]
    [InlineData(FaultKind.DropReply, 13, false)]
    [InlineData(FaultKind.Truncated, 6, false)]
    [InlineData(FaultKind.Reset, 6, true)]
    [InlineData(FaultKind.Reset, 6, false)]
    public async Task A_lost_answer_leaves_a_known_secret_and_the_old_one(FaultKind kind, int times, bool isToldAgain)
    {
        Prepare(isToldAgain);
        Fail(kind, "rotate programmatic", times);
        await AssertMadeAsync(Rotating());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_life_of_the_process_finds_the_secret_or_makes_another(bool isToldAgain)
    {
        Prepare(isToldAgain);
        var intent = Rotating();
        await MakeAsync(intent);
        await AssertMadeAsync(intent with { IsRepeated = true });
    }

    [Fact]
    public async Task Another_life_of_the_process_that_comes_first_rotates()
    {
        Prepare();
        await AssertMadeAsync(Rotating(isRepeated: true));
    }

    // The first life rotated a second time, because its first secret was not told, and died.
    [Fact]
    public async Task A_secret_that_is_told_again_although_it_was_rotated_since_is_not_taken()
    {
        Prepare();
        var intent = Rotating();
        await MakeAsync(intent);
        await QueryAsync($"alter user {User} rotate pat {Old}");

        await AssertMadeAsync(intent with { IsRepeated = true });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(90)]
    public async Task A_statement_that_takes_effect_late_is_waited_for(int seconds)
    {
        Prepare();
        Simulator.Settings.HoldLimit = TimeSpan.Zero;
        Simulator.Settings.StatementDuration = TimeSpan.FromSeconds(seconds);
        var fault = Lose(FaultKind.DropReply, "rotate programmatic");
        var making = MakeAsync(Rotating());
        await fault.StruckAsync(2).WaitAsync(TimeSpan.FromSeconds(30));
        Simulator.Settings.StatementDuration = TimeSpan.Zero;

        var made = await making;
        await Task.Delay(TimeSpan.FromSeconds(seconds), Clock);

        AssertMade(made);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(90, 2)]
    [InlineData(24 * 60, 24)]
    [InlineData(30 * 24 * 60, 47)]
    public async Task The_overlap_is_in_whole_hours_and_no_longer_than_the_old_secret_lives(int minutes, int hours)
    {
        _old = World.AddToken(User, Old, Role, days: 2);
        var now = Clock.GetUtcNow();

        var made = await MakeAsync(Rotating(overlap: TimeSpan.FromMinutes(minutes)));

        var left = TheToken(made.OldName!).ExpiresAt - now;
        Assert.InRange(left, TimeSpan.FromHours(hours), TimeSpan.FromHours(hours) + TimeSpan.FromMinutes(30));
    }

    [Fact]
    public async Task A_secret_that_ends_within_the_hour_is_not_rotated()
    {
        _old = World.AddToken(User, Old, Role, days: 0);
        var e = await Assert.ThrowsAsync<SnowflakeException>(() => MakeAsync(Rotating()));
        Assert.Equal((SnowflakeErrorKind.Refused, false), (e.Kind, e.MayHaveTakenEffect));
        Assert.True(Assert.Single(World.Tokens(User)).Holds(_old));
    }

    [Fact]
    public async Task A_token_that_is_not_there_is_a_refusal_and_no_success()
    {
        var e = await Assert.ThrowsAsync<SnowflakeException>(() => MakeAsync(Rotating()));
        Assert.Equal((SnowflakeErrorKind.NotFound, false), (e.Kind, e.MayHaveTakenEffect));
    }

    [Fact]
    public async Task Tries_come_to_an_end_and_the_old_secret_works()
    {
        Prepare(isToldAgain: false);
        Fail(FaultKind.DropReply, "rotate programmatic", times: null);

        var e = await Assert.ThrowsAsync<SnowflakeException>(() => MakeAsync(Rotating()));

        Assert.Equal((SnowflakeErrorKind.Unreachable, true), (e.Kind, e.MayHaveTakenEffect));
        Assert.True(World.Accepts(User, _old));
    }

    private void Prepare(bool isToldAgain = true)
    {
        _old = World.AddToken(User, Old, Role);
        Simulator.Settings.ReplaysSecrets = isToldAgain;
    }

    private async Task AssertMadeAsync(TokenIntent intent) => AssertMade(await MakeAsync(intent));

    private void AssertMade(MintedToken made)
    {
        Assert.Equal(Old, made.Name);
        Assert.Equal(new[] { Old, made.OldName }, World.Tokens(User).Select(token => token.Name).Order(StringComparer.Ordinal));
        Assert.True(TheToken(Old).Holds(made.Secret.Reveal()));
        Assert.True(TheToken(made.OldName!).Holds(_old));
        Assert.True(World.Accepts(User, _old));
    }
}
