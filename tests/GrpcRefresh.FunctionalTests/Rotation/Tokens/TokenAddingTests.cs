using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.SnowflakeSimulation.Faults;

namespace GrpcRefresh.FunctionalTests.Rotation.Tokens;

/// <summary>Whatever happens on the way: one token of the rotation, its secret the one that is told, and the old one as it was.</summary>
public sealed class TokenAddingTests : TokensTest
{
    private string _old = "";

    [Theory]
    [InlineData(FaultKind.DropReply, 1, true)]
    [InlineData(FaultKind.DropReply, 1, false)]
    [InlineData(FaultKind.DropReply, 6, true)]
    [InlineData(FaultKind.DropReply, 6, false)]
    [InlineData(FaultKind.DropReply, 13, false)]
    [InlineData(FaultKind.Truncated, 6, false)]
    [InlineData(FaultKind.Reset, 1, false)]
    [InlineData(FaultKind.Reset, 6, false)]
    [InlineData(FaultKind.Html, 6, false)]
    public async Task A_lost_answer_leaves_one_token_with_a_known_secret(FaultKind kind, int times, bool isToldAgain)
    {
        Prepare(isToldAgain);
        var fault = Fail(kind, "add programmatic", times);

        await AssertMadeAsync(Adding());

        Assert.Equal(times, fault.Hits);
    }

    [Theory]
    [InlineData(429, "390505")]
    [InlineData(503, null)]
    public async Task A_passing_refusal_is_outlasted(int status, string? code)
    {
        Prepare();
        Simulator.Faults.Add(new Fault { Kind = FaultKind.Status, Status = status, Code = code, Statement = "add programmatic", Times = 2 });
        await AssertMadeAsync(Adding());
    }

    [Theory]
    [InlineData(401, "390144", nameof(SnowflakeErrorKind.AuthFailed))]
    [InlineData(403, "390189", nameof(SnowflakeErrorKind.Forbidden))]
    [InlineData(422, "099200", nameof(SnowflakeErrorKind.Refused))]
    public async Task A_refusal_is_told_and_settles_that_nothing_was_made(int status, string code, string kind)
    {
        Prepare();
        Simulator.Faults.Add(new Fault { Kind = FaultKind.Status, Status = status, Code = code, Statement = "add programmatic" });

        var e = await Assert.ThrowsAsync<SnowflakeException>(() => MakeAsync(Adding()));

        Assert.Equal((kind, false), (e.Kind.ToString(), e.MayHaveTakenEffect));
        Assert.Equal(Old, Assert.Single(World.Tokens(User)).Name);
    }

    [Fact]
    public async Task A_refusal_after_a_lost_answer_settles_nothing()
    {
        Prepare();
        Lose(FaultKind.DropReply, "add programmatic");
        Simulator.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 401, Code = "390144", Statement = "show user" });

        var e = await Assert.ThrowsAsync<SnowflakeException>(() => MakeAsync(Adding()));

        Assert.Equal((SnowflakeErrorKind.AuthFailed, true), (e.Kind, e.MayHaveTakenEffect));
        Assert.Single(World.Tokens(User), token => token.Name == New);
    }

    [Fact]
    public async Task Snowflake_that_stays_away_leaves_the_question_open_and_the_next_call_answers_it()
    {
        Prepare(isToldAgain: false);
        Lose(FaultKind.DropReply, "add programmatic");
        var intent = Adding();
        var away = Fail(FaultKind.Reset, "", times: null);
        Assert.True((await Assert.ThrowsAsync<SnowflakeException>(() => MakeAsync(intent))) is { MayHaveTakenEffect: true, Kind: SnowflakeErrorKind.Unreachable });
        Assert.True(away.Hits > 0);

        Simulator.Faults.Clear();
        await AssertMadeAsync(intent with { IsRepeated = true });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_life_of_the_process_makes_no_second_token(bool isToldAgain)
    {
        Prepare(isToldAgain);
        var intent = Adding();
        await MakeAsync(intent);
        var id = TheToken(New).Id;

        await AssertMadeAsync(intent with { IsRepeated = true });

        Assert.Equal(isToldAgain, World.Tokens(User).Any(token => token.Id == id));
    }

    [Fact]
    public async Task Another_life_of_the_process_that_comes_first_makes_the_token()
    {
        Prepare();
        await AssertMadeAsync(Adding(isRepeated: true));
    }

    // The first life removed what its first statement had made, and died behind its second one.
    [Fact]
    public async Task A_secret_that_is_told_again_although_its_token_is_gone_is_not_taken()
    {
        Prepare();
        var intent = Adding();
        var first = await MakeAsync(intent);
        await Tokens.RemoveAsync(User, New, CancellationToken.None);
        World.AddToken(User, New, Role);

        var made = await AssertMadeAsync(intent with { IsRepeated = true });

        Assert.NotEqual(first.Secret, made.Secret);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(90)]
    public async Task A_statement_that_takes_effect_late_defeats_nothing(int seconds)
    {
        Prepare();
        Simulator.Settings.HoldLimit = TimeSpan.Zero;
        Simulator.Settings.StatementDuration = TimeSpan.FromSeconds(seconds);
        var late = Clock.GetUtcNow().AddSeconds(seconds);
        var fault = Lose(FaultKind.DropReply, "add programmatic");
        var making = MakeAsync(Adding());
        // By the second try the first has been handed in; what comes now is quick.
        await fault.StruckAsync(2).WaitAsync(TimeSpan.FromSeconds(30));
        Simulator.Settings.StatementDuration = TimeSpan.Zero;

        var made = await making;

        if (late > Clock.GetUtcNow())
        {
            await Task.Delay(late - Clock.GetUtcNow(), Clock);
        }

        AssertMade(made);
    }

    // A removal without an answer counts as done once the token is gone; Snowflake may still carry it out, or its repetition, at any time.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_removal_that_takes_effect_late_removes_no_token_that_is_needed(int lives)
    {
        Prepare(isToldAgain: false);
        var intent = Adding();
        MintedToken? made = null;
        for (var life = 1; life <= lives; life++)
        {
            Lose(FaultKind.DropReply, "add programmatic");
            made = await MakeAsync(intent with { IsRepeated = life > 1 });
        }

        var removals = World.QueryHistory.Select(query => query.Text).Where(text => text.Contains("REMOVE", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(removals);
        foreach (var removal in removals)
        {
            Assert.Equal(SnowflakeErrorKind.NotFound, (await FailureAsync(removal)).Kind);
        }

        AssertMade(made!);
    }

    [Fact]
    public async Task All_that_was_added_is_withdrawn_and_nothing_else()
    {
        Prepare(isToldAgain: false);
        World.AddToken(User, "GRPCREFRESH_OTHER_1", Role);
        Lose(FaultKind.DropReply, "add programmatic");
        Refuse("remove programmatic", "003001", "42501", times: 1);
        await Assert.ThrowsAsync<SnowflakeException>(() => MakeAsync(Adding()));
        Assert.Equal(4, World.Tokens(User).Count);

        await Tokens.WithdrawAsync(User, New, CancellationToken.None);

        Assert.Equal(["GRPCREFRESH_OTHER_1", Old], World.Tokens(User).Select(token => token.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Somebody_elses_statement_of_the_same_name_is_overcome()
    {
        Prepare();
        World.AddToken(User, New, Role);
        await AssertMadeAsync(Adding());
    }

    [Fact]
    public async Task Tries_come_to_an_end()
    {
        Prepare(isToldAgain: false);
        Fail(FaultKind.DropReply, "add programmatic", times: null);

        var e = await Assert.ThrowsAsync<SnowflakeException>(() => MakeAsync(Adding()));

        Assert.Equal((SnowflakeErrorKind.Unreachable, true), (e.Kind, e.MayHaveTakenEffect));
        Assert.True(World.Tokens(User).Count <= 3);
        Assert.True(TheToken(Old).Holds(_old));
    }

    // The run was superseded meanwhile: what it would ask next might undo what the next one did.
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(9)]
    public async Task Nothing_further_is_asked_by_a_run_that_does_not_count_any_more(int asked)
    {
        Prepare(isToldAgain: false);
        Lose(FaultKind.DropReply, "add programmatic");
        var left = asked;
        var tokens = Tokens.Guarded(_ => left-- > 0 ? Task.CompletedTask : throw new EpochLostException("rotation:1"));

        await Assert.ThrowsAsync<EpochLostException>(() => tokens.MakeAsync(Adding(), CancellationToken.None));

        Assert.Equal(asked, Simulator.Requests["POST /api/v2/statements"]);
        await Assert.ThrowsAsync<EpochLostException>(() => tokens.RemoveAsync(User, Old, CancellationToken.None));
        await Assert.ThrowsAsync<EpochLostException>(() => tokens.WithdrawAsync(User, New, CancellationToken.None));
        Assert.True(TheToken(Old).Holds(_old));
    }

    [Fact]
    public async Task Role_days_and_remark_are_as_ordered()
    {
        Prepare();
        await MakeAsync(Adding(days: 30));
        var token = TheToken(New);
        Assert.Equal((Role, 30, "GRPCREFRESH_SVC", true), (token.Role, token.Days, token.CreatedBy, token.Comment?.StartsWith("GrpcRefresh", StringComparison.Ordinal)));
    }

    private void Prepare(bool isToldAgain = true)
    {
        _old = World.AddToken(User, Old, Role);
        Simulator.Settings.ReplaysSecrets = isToldAgain;
    }

    private async Task<MintedToken> AssertMadeAsync(TokenIntent intent) => AssertMade(await MakeAsync(intent));

    private MintedToken AssertMade(MintedToken made)
    {
        Assert.StartsWith("GRPCREFRESH_", made.Name, StringComparison.Ordinal);
        Assert.Equal(Old, made.OldName);
        Assert.Equal([made.Name, Old], World.Tokens(User).Select(token => token.Name).Order(StringComparer.Ordinal));
        Assert.True(TheToken(made.Name).Holds(made.Secret.Reveal()));
        Assert.Equal(TheToken(made.Name).ExpiresAt.ToUnixTimeMilliseconds(), made.ExpiresAt?.ToUnixTimeMilliseconds());
        Assert.True(TheToken(Old).Holds(_old));
        return made;
    }
}
