using GrpcRefresh.Server;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.SnowflakeSimulation.Faults;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Rotation.Tokens;

/// <summary>Trying a token, removing it, and doing without an account.</summary>
public sealed class TokenTrialTests : TokensTest
{
    [Fact]
    public async Task A_good_token_is_proved_without_a_warehouse()
    {
        await ProveAsync(World.AddToken(User, New, Role));
        Assert.Equal(0, World.Warehouse("REFRESH_WH").Resumes);
        Assert.Equal((User, true), World.LoginHistory[^1] is var login ? (login.User, login.Succeeded) : default);
    }

    [Fact]
    public async Task A_token_of_somebody_else_proves_nothing()
    {
        var e = await ProofFailsAsync(World.AddToken("FINANCE_SVC", New, Role));
        Assert.Contains("signs in as FINANCE_SVC", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_policy_without_the_service_is_told_as_such_and_of_the_right_user()
    {
        World.User(User).NetworkPolicy = ["10.0.0.1"];
        var e = await ProofFailsAsync(World.AddToken(User, New, Role));
        Assert.Equal((SnowflakeErrorKind.NetworkPolicy, "390422"), (e.Kind, e.Code));
        Assert.Contains($"Let the network policy of {User} admit the address", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removed_and_expired_tokens_and_disabled_users_are_told_without_remedies_for_the_services_own_user()
    {
        foreach (var secret in new[] { "nobody's token", World.AddToken(User, "GONE", Role, days: 0) })
        {
            var e = await ProofFailsAsync(secret);
            Assert.Contains("authentication policy", e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("PatFile", e.Message, StringComparison.Ordinal);
        }

        World.User(User).Disabled = true;
        Assert.Equal(SnowflakeErrorKind.UserDisabled, (await ProofFailsAsync(World.AddToken(User, New, Role))).Kind);
    }

    [Fact]
    public async Task Snowflake_that_is_away_says_nothing_about_the_token()
    {
        Fail(FaultKind.Html, "current_user", times: null);
        Assert.Equal(SnowflakeErrorKind.Unreachable, (await ProofFailsAsync(World.AddToken(User, New, Role))).Kind);
    }

    [Theory]
    [InlineData(FaultKind.DropReply)]
    [InlineData(FaultKind.Reset)]
    public async Task A_token_is_removed_once_whatever_is_lost(FaultKind kind)
    {
        World.AddToken(User, Old, Role);
        World.AddToken(User, "OTHER", Role);
        Fail(kind, "remove programmatic");

        await RemoveAsync(Old);
        await RemoveAsync(Old);

        Assert.Equal("OTHER", Assert.Single(World.Tokens(User)).Name);
    }

    [Fact]
    public async Task A_token_that_Snowflake_says_is_missing_but_lists_is_not_removed()
    {
        World.AddToken(User, Old, Role);
        Refuse("remove programmatic", "002003", "02000");
        Assert.Equal(SnowflakeErrorKind.NotFound, (await Assert.ThrowsAsync<SnowflakeException>(() => RemoveAsync(Old))).Kind);
    }

    [Fact]
    public async Task A_user_that_cannot_be_seen_is_no_token_that_is_gone() =>
        Assert.Equal(SnowflakeErrorKind.NotFound, (await Assert.ThrowsAsync<SnowflakeException>(() => Tokens.RemoveAsync("NOBODY", Old, CancellationToken.None))).Kind);

    [Fact]
    public async Task Without_an_account_everything_is_refused_with_the_keys_to_set()
    {
        var none = TokensBy(new SnowflakeOptions(), isOn: false);
        Assert.False(none.IsConfigured);
        var e = await Assert.ThrowsAsync<SnowflakeException>(() => none.RemoveAsync(User, Old, CancellationToken.None));
        Assert.Equal((SnowflakeErrorKind.NotConfigured, ErrorReason.SnowflakeNotConfigured), (e.Kind, SnowflakeFailures.From(e).Reason));
        Assert.Contains("GrpcRefresh:Snowflake:Account", e.Message, StringComparison.Ordinal);
    }

    private Task ProveAsync(string secret) => Tokens.ProveAsync(User, new Secret(secret), CancellationToken.None);

    private Task<SnowflakeException> ProofFailsAsync(string secret) => Assert.ThrowsAsync<SnowflakeException>(() => ProveAsync(secret));

    private Task RemoveAsync(string token) => Tokens.RemoveAsync(User, token, CancellationToken.None);
}
