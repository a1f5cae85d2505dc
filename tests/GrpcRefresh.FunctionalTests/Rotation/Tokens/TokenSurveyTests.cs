using GrpcRefresh.Server;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.SnowflakeSimulation.Faults;
using GrpcRefresh.SnowflakeSimulation.World;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Rotation.Tokens;

public sealed class TokenSurveyTests : TokensTest
{
    [Fact]
    public async Task The_only_token_that_works_is_the_old_one()
    {
        World.RecordLogin(User, World.AddToken(User, Old, Role), "TABLEAU");
        World.AddToken(User, "GONE", Role, days: 0);
        await QueryAsync($"alter user {User} add pat OFF role_restriction = '{Role}'");
        await QueryAsync($"alter user {User} modify pat OFF set disabled = true");

        var survey = await SurveyAsync();

        Assert.Equal((Old, Role), (survey.Old?.Name, survey.Role));
        Assert.Empty(survey.Warnings);
    }

    // The connections may sign in with a password, and the token be somebody else's.
    [Theory]
    [InlineData(false, false, "shows no use of it")]
    [InlineData(true, true, "without a token")]
    [InlineData(false, true, "without a token")]
    public async Task The_only_token_stays_unless_the_history_shows_its_use_alone(bool byToken, bool byPassword, string why)
    {
        (World.User(User).Type, World.User(User).Password) = (SnowflakeUserType.Person, "a password of old");
        var old = World.AddToken(User, Old, Role, days: 40);
        if (byToken)
        {
            World.RecordLogin(User, old, "TABLEAU");
        }

        if (byPassword)
        {
            World.RecordLogin(User, "a password of old", "TABLEAU");
        }

        var survey = await SurveyAsync();
        Assert.Equal((null, Role, 40), (survey.Old?.Name, survey.Role, survey.Lifetime.Days));
        Assert.Contains(why, Assert.Single(survey.Warnings), StringComparison.Ordinal);
        Assert.Contains("name it in old_token", survey.Warnings[0], StringComparison.Ordinal);

        Assert.Equal(Old, (await SurveyAsync(Order(oldToken: Old))).Old?.Name);
    }

    [Fact]
    public async Task Of_several_tokens_none_is_chosen_unless_it_is_named()
    {
        World.AddToken(User, Old, Role);
        World.AddToken(User, "OTHER", Role);

        var survey = await SurveyAsync(Order(role: Role));
        Assert.Null(survey.Old);
        Assert.Contains("2 tokens that work (OTHER, TABLEAU_PAT)", Assert.Single(survey.Warnings), StringComparison.Ordinal);

        Assert.Equal("OTHER", (await SurveyAsync(Order(oldToken: "other"))).Old?.Name);
    }

    [Fact]
    public async Task A_user_without_a_token_has_no_old_one_and_its_password_stays()
    {
        var survey = await SurveyAsync(Order(role: Role));

        Assert.Equal((null, Role), (survey.Old?.Name, survey.Role));
        Assert.Contains("UNSET PASSWORD", Assert.Single(survey.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_token_that_is_not_there_is_refused_with_those_that_are()
    {
        World.AddToken(User, Old, Role);
        var failure = await RefusalAsync(Order(oldToken: "NOPE"));
        Assert.Equal("snowflake_token.old_token", Assert.Single(failure.Fields).Field);
        Assert.Contains(Old, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_token_that_has_expired_is_taken_with_a_warning()
    {
        World.AddToken(User, Old, Role, days: 0);
        var survey = await SurveyAsync(Order(oldToken: Old));
        Assert.Equal(Old, survey.Old?.Name);
        Assert.Contains("does not work any more", Assert.Single(survey.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NOBODY")]
    [InlineData("ADMIN")]
    public async Task A_user_that_is_missing_or_not_the_roles_to_look_after_is_refused_with_the_grant(string user)
    {
        var failure = await RefusalAsync(Order(user: user, role: Role));
        Assert.Equal(ErrorReason.SnowflakeRefused, failure.Reason);
        Assert.Contains($"GRANT MODIFY PROGRAMMATIC AUTHENTICATION METHODS ON USER \"{user}\"", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_the_limit_the_leftovers_are_named()
    {
        for (var i = 1; i <= 12; i++)
        {
            World.AddToken(User, $"T{i}", Role);
        }

        await MakeAsync(Adding());
        await QueryAsync($"alter user {User} rotate pat T1");
        Assert.NotNull((await SurveyAsync(Order(oldToken: "T2"))).Old);

        World.AddToken(User, "T13", Role);
        var failure = await RefusalAsync(Order(oldToken: "T2"));

        Assert.Equal(ErrorReason.SnowflakeRefused, failure.Reason);
        Assert.Contains("15 tokens", failure.Message, StringComparison.Ordinal);
        Assert.Contains(New, failure.Message, StringComparison.Ordinal);
        Assert.Contains("T1_ROTATED_", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("T13", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_signs_in_by_a_token_cannot_look_after_tokens_of_its_own_user()
    {
        World.GrantTokens("GRPCREFRESH_SVC", "GRPCREFRESH");
        var order = Order(user: "GRPCREFRESH_SVC", role: "GRPCREFRESH");
        Assert.Null((await Tokens.SurveyAsync(order, CancellationToken.None)).Old);

        var byToken = TokensBy(ByToken("grpcrefresh_svc", World.AddToken("GRPCREFRESH_SVC", "OWN", "GRPCREFRESH")));
        var e = await Assert.ThrowsAsync<RefusedException>(() => byToken.SurveyAsync(order, CancellationToken.None));
        Assert.Contains("PrivateKeyFile", e.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_user_needs_a_role_and_a_person_does_not()
    {
        Assert.Equal("snowflake_token.role", Assert.Single((await RefusalAsync(Order())).Fields).Field);

        World.User(User).Type = SnowflakeUserType.Person;
        Assert.Null((await SurveyAsync()).Role);
    }

    [Fact]
    public async Task Where_the_user_may_not_be_described_Snowflake_is_left_to_refuse()
    {
        Refuse("desc user", "003001", "42501");
        Assert.Null((await SurveyAsync()).Role);
    }

    [Fact]
    public async Task An_ordered_role_goes_before_that_of_the_old_token()
    {
        World.AddToken(User, Old, Role);
        Assert.Equal("OTHER", (await SurveyAsync(Order(role: "OTHER"))).Role);
    }

    [Fact]
    public async Task Rotation_needs_a_token_that_works_and_has_no_earlier_secret_alive()
    {
        Assert.Equal("snowflake_token.old_token", Assert.Single((await RefusalAsync(Order(TokenMethod.Rotate))).Fields).Field);

        World.AddToken(User, Old, Role);
        Assert.Equal((Old, Role), (await SurveyAsync(Order(TokenMethod.Rotate, Old))) is var survey ? (survey.Old?.Name, survey.Role) : default);

        await QueryAsync($"alter user {User} rotate pat {Old}");
        Assert.Contains("TABLEAU_PAT_ROTATED_", (await RefusalAsync(Order(TokenMethod.Rotate, Old))).Message, StringComparison.Ordinal);
        var predecessor = World.Tokens(User).Single(token => token.RotatedTo == Old).Name;
        Assert.Contains("cannot be rotated", (await RefusalAsync(Order(TokenMethod.Rotate, predecessor))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_token_that_ends_before_the_overlap_is_told()
    {
        World.AddToken(User, Old, Role, days: 2);
        Assert.Empty((await SurveyAsync(Order(oldToken: Old, overlap: TimeSpan.FromDays(1)))).Warnings);
        Assert.Contains("before the overlap is over", Assert.Single((await SurveyAsync(Order(oldToken: Old, overlap: TimeSpan.FromDays(3)))).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_uses_the_tokens_is_listed_latest_first()
    {
        World.User(User).Password = "a password of old";
        World.User(User).Type = SnowflakeUserType.Person;
        var (old, gone) = (World.AddToken(User, Old, Role), World.AddToken(User, "GONE", Role));
        World.RecordLogin(User, gone, "SCRIPT", "10.0.0.9");
        World.RecordLogin(User, old, "TABLEAU", "10.0.0.1");
        World.RecordLogin(User, old, "TABLEAU", "10.0.0.1");
        World.RecordLogin(User, "a password of old", "DBEAVER", "10.0.0.2");
        World.RecordLogin(User, "wrong", "TABLEAU", "10.0.0.3");
        await Tokens.RemoveAsync(User, "GONE", CancellationToken.None);

        var uses = (await SurveyAsync()).Uses;

        Assert.Equal(["DBEAVER", "TABLEAU", "SCRIPT"], uses.Select(use => use.Client));
        Assert.Equal([null, Old], uses.Take(2).Select(use => use.TokenName));
        Assert.StartsWith("(credential ", uses[2].TokenName, StringComparison.Ordinal);
        Assert.Equal((2, "10.0.0.1"), (uses[1].Logins, uses[1].ClientAddress));
        Assert.True(uses[1].LastLogin > Clock.GetUtcNow().AddHours(-1));
    }

    [Theory]
    [InlineData("login_history", "002003", "02000")]
    [InlineData("credentials", "002003", "02000")]
    [InlineData("login_history", "003001", "42501")]
    [InlineData("login_history", "000606", "57P03")]
    public async Task A_history_that_may_not_be_read_is_a_warning_with_the_grant(string view, string code, string state)
    {
        World.RecordLogin(User, World.AddToken(User, Old, Role), "TABLEAU");
        Refuse(view, code, state);

        var survey = await SurveyAsync(Order(oldToken: Old));

        Assert.Equal((Old, false), (survey.Old?.Name, survey.HistoryIsReadable));
        Assert.Empty(survey.Uses);
        Assert.Contains("SNOWFLAKE.SECURITY_VIEWER", Assert.Single(survey.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_views_may_be_an_administrators()
    {
        World.RecordLogin(User, World.AddToken(User, Old, Role), "TABLEAU");
        await QueryAsync("create database OPS");
        await QueryAsync($"create view OPS.PUBLIC.LOGINS as select * from SNOWFLAKE.ACCOUNT_USAGE.LOGIN_HISTORY where USER_NAME = '{User}'");
        Rotation.Tokens.LoginHistory = "ops.public.logins";
        Simulator.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 422, Code = "002003", SqlState = "02000", Statement = "LOGIN_HISTORY" });

        Assert.Equal("TABLEAU", Assert.Single((await SurveyAsync()).Uses).Client);
    }

    [Fact]
    public async Task Snowflake_that_does_not_answer_is_no_refusal()
    {
        Fail(FaultKind.Html, "show user", times: null);
        Assert.Equal(SnowflakeErrorKind.Unreachable, (await Assert.ThrowsAsync<SnowflakeException>(() => SurveyAsync())).Kind);
    }

    private async Task<Failure> RefusalAsync(Server.Rotation.Tokens.TokenOrder order) =>
        (await Assert.ThrowsAsync<RefusedException>(() => Tokens.SurveyAsync(order, CancellationToken.None))).Failure;
}
