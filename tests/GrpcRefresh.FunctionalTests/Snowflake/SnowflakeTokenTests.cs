using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.FunctionalTests.Snowflake;

/// <summary>The simulator's rules about programmatic access tokens.</summary>
public sealed class SnowflakeTokenTests : SnowflakeTest
{
    [Fact]
    public async Task A_rotated_token_and_its_successor_are_both_good_until_the_overlap_ends()
    {
        var old = await AddTokenAsync("TABLEAU_SVC", "T");
        var rotated = (await QueryAsync("alter user TABLEAU_SVC rotate pat T expire_rotated_token_after_hours = 2")).Rows[0];

        var successor = rotated.Text("TOKEN_SECRET");
        Assert.Equal(["T", rotated.Text("rotated_token_name")], Simulator.World.Tokens("TABLEAU_SVC").Select(token => token.Name).Order());
        Assert.True(Simulator.World.Accepts("TABLEAU_SVC", old.Reveal()));
        Assert.True(Simulator.World.Accepts("TABLEAU_SVC", successor));

        await QueryAsync($"alter user TABLEAU_SVC remove programmatic access token {SqlName.Of(rotated.Text("rotated_token_name"))}");
        Assert.False(Simulator.World.Accepts("TABLEAU_SVC", old.Reveal()));
        Assert.True(Simulator.World.Accepts("TABLEAU_SVC", successor));
    }

    [Fact]
    public async Task An_overlap_of_nothing_ends_the_old_secret_at_once()
    {
        var old = await AddTokenAsync("TABLEAU_SVC", "T");
        await QueryAsync("alter user TABLEAU_SVC rotate programmatic access token T expire_rotated_token_after_hours = 0");
        Assert.False(Simulator.World.Accepts("TABLEAU_SVC", old.Reveal()));
    }

    [Fact]
    public async Task Tokens_are_listed_with_their_state()
    {
        await AddTokenAsync("TABLEAU_SVC", "T");
        await QueryAsync("alter user TABLEAU_SVC modify pat T set disabled = true comment = 'why not'");
        var row = Assert.Single((await QueryAsync("show user programmatic access tokens for user TABLEAU_SVC")).Rows);
        Assert.Equal(("T", "TABLEAU", "DISABLED", "why not"), (row.Text("name"), row.Text("role_restriction"), row.Text("status"), row.Text("comment")));
        Assert.True(row.Timestamp("expires_at") > row.Timestamp("created_on"));
    }

    [Theory]
    [InlineData("alter user TABLEAU_SVC add pat T", "ROLE_RESTRICTION is required")]
    [InlineData("alter user TABLEAU_SVC add pat T role_restriction = 'ACCOUNTADMIN'", "is not granted to user TABLEAU_SVC")]
    [InlineData("alter user TABLEAU_SVC add pat T role_restriction = 'TABLEAU' days_to_expiry = 400", "DAYS_TO_EXPIRY must be")]
    [InlineData("alter user TABLEAU_SVC add pat \"1T\" role_restriction = 'TABLEAU'", "is no name for a token")]
    [InlineData("alter user TABLEAU_SVC rotate pat NOPE", "does not exist")]
    [InlineData("alter user NOBODY add pat T", "does not exist")]
    [InlineData("alter user ADMIN add pat T", "MODIFY PROGRAMMATIC AUTHENTICATION METHODS")]
    [InlineData("alter user TABLEAU_SVC add pat T colour = 'red'", "does not know this: the option COLOUR")]
    public async Task What_the_rules_forbid_is_refused(string sql, string words) =>
        Assert.Contains(words, (await FailureAsync(sql)).Detail, StringComparison.Ordinal);

    [Fact]
    public async Task A_session_by_token_cannot_rotate_tokens_of_its_own_user()
    {
        Simulator.World.GrantTokens("GRPCREFRESH_SVC", "GRPCREFRESH");
        var own = Simulator.World.AddToken("GRPCREFRESH_SVC", "OWN", "GRPCREFRESH");
        Assert.Equal(SnowflakeErrorKind.Forbidden, (await FailureAsync(Connect(own), "alter user GRPCREFRESH_SVC rotate pat OWN")).Kind);
        await QueryAsync(Connect(own), "alter user TABLEAU_SVC add pat T role_restriction = 'TABLEAU'");
    }

    [Fact]
    public async Task Fifteen_tokens_are_the_limit_and_rotated_ones_count()
    {
        for (var i = 1; i <= 14; i++)
        {
            Simulator.World.AddToken("TABLEAU_SVC", $"T{i}", "TABLEAU");
        }

        await QueryAsync("alter user TABLEAU_SVC rotate pat T1");
        Assert.Contains("limit of 15", (await FailureAsync("alter user TABLEAU_SVC add pat X role_restriction = 'TABLEAU'")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adding_what_exists_is_a_success_without_a_secret_only_with_if_not_exists()
    {
        await AddTokenAsync("TABLEAU_SVC", "T");
        Assert.Equal(SnowflakeErrorKind.AlreadyExists, (await FailureAsync("alter user TABLEAU_SVC add pat T role_restriction = 'TABLEAU'")).Kind);
        var result = await QueryAsync("alter user TABLEAU_SVC add pat if not exists T role_restriction = 'TABLEAU'");
        Assert.Null(result.Rows[0].TextOrNull("token_secret"));
    }
}
