namespace GrpcRefresh.FunctionalTests.Rotation.Tokens;

/// <summary>From the survey to the removal, with nothing going wrong.</summary>
public sealed class TokenPathTests : TokensTest
{
    [Fact]
    public async Task A_token_is_added_tried_seen_in_use_and_its_predecessor_removed()
    {
        var old = World.AddToken(User, Old, Role);
        World.RecordLogin(User, old, "TABLEAU");

        var survey = await SurveyAsync();
        Assert.Equal((Old, Role, true), (survey.Old?.Name, survey.Role, survey.HistoryIsReadable));
        Assert.Empty(survey.Warnings);
        var use = Assert.Single(survey.Uses);
        Assert.Equal((User, Old, "TABLEAU", 1), (use.User, use.TokenName, use.Client, use.Logins));

        var made = await MakeAsync(Adding());
        Assert.Equal((New, Old), (made.Name, made.OldName));
        Assert.True(TheToken(New).Holds(made.Secret.Reveal()));
        Assert.True(TheToken(Old).Holds(old));

        await Tokens.ProveAsync(User, made.Secret, CancellationToken.None);
        var since = Clock.GetUtcNow();
        World.RecordLogin(User, made.Secret.Reveal(), "TABLEAU");
        var until = Clock.GetUtcNow();
        var sighted = await Tokens.SightAsync(User, New, since, until, CancellationToken.None);
        Assert.Equal((1, 0, 0), (sighted.New, sighted.Old, sighted.Undecided));
        Assert.True(sighted.ToldUntil >= until);
        Assert.Null(await Tokens.LastUseAsync(User, Old, since, CancellationToken.None));

        await Tokens.RemoveAsync(User, Old, CancellationToken.None);
        Assert.Equal(New, Assert.Single(World.Tokens(User)).Name);
    }

    [Fact]
    public async Task A_token_is_rotated_under_its_own_name()
    {
        var old = World.AddToken(User, Old, Role);
        var made = await MakeAsync(Rotating());

        Assert.Equal(Old, made.Name);
        Assert.True(TheToken(Old).Holds(made.Secret.Reveal()));
        Assert.True(TheToken(made.OldName!).Holds(old));

        await Tokens.RemoveAsync(User, made.OldName!, CancellationToken.None);
        Assert.True(Assert.Single(World.Tokens(User)).Holds(made.Secret.Reveal()));
    }
}
