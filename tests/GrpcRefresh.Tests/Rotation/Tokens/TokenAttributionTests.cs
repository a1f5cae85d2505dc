using GrpcRefresh.Server.Rotation.Tokens;

namespace GrpcRefresh.Tests.Rotation.Tokens;

public sealed class TokenAttributionTests
{
    private const string Token = "PROGRAMMATIC_ACCESS_TOKEN";
    private static readonly DateTimeOffset Noon = new(2026, 11, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Noon.AddHours(1);

    [Fact]
    public void A_credential_is_the_token_of_its_name_and_moment()
    {
        var names = new TokenAttribution([Shown("A", Noon), Shown("B", Later)], [new("1", "A", Noon.AddSeconds(1)), new("2", "b", Later)]);
        Assert.Equal(("A", "B"), (names.NameOf(Login(Token, "1")), names.NameOf(Login(Token, "2"))));
    }

    [Fact]
    public void A_name_that_another_secret_had_before_is_no_proof() =>
        Assert.Null(new TokenAttribution([Shown("A", Later)], [new("1", "A", Noon)]).NameOf(Login(Token, "1")));

    [Fact]
    public void A_moment_that_is_not_told_is_no_objection() =>
        Assert.Equal("A", new TokenAttribution([Shown("A", null)], [new("1", "A", Noon)]).NameOf(Login(Token, "1")));

    // If Snowflake lets a rotated token keep its moment, the name of the old secret is what tells that the view has caught up.
    [Fact]
    public void A_rotated_token_is_known_when_the_view_knows_its_old_secret()
    {
        SnowflakeTokenRecord[] tokens = [Shown("A", Noon), Shown("A_ROTATED_1744239049066", Noon) with { RotatedTo = "A" }];
        Assert.False(new TokenAttribution(tokens, [new("1", "A", Noon)]).Knows("A"));
        Assert.True(new TokenAttribution(tokens, [new("2", "A", Noon), new("1", "A_ROTATED_1744239049066", Noon)]).Knows("A"));
    }

    [Theory]
    [InlineData(Token, "1", true)]
    [InlineData(Token, "2", false)]
    [InlineData(Token, "3", false)]
    [InlineData(Token, null, true)]
    [InlineData("PASSWORD", null, false)]
    public void A_login_may_be_a_known_tokens_if_it_is_or_tells_nothing(string factor, string? credential, bool expected) => Assert.Equal(
        expected, new TokenAttribution([Shown("A", Noon), Shown("B", Noon)], [new("1", "A", Noon), new("2", "B", Noon)]).MayBe(Login(factor, credential), "A"));

    [Theory]
    [InlineData(Token, "2", false)]
    [InlineData(Token, "3", true)]
    [InlineData("PASSWORD", null, false)]
    public void A_login_may_be_an_unknown_tokens_unless_it_is_anothers(string factor, string? credential, bool expected) => Assert.Equal(
        expected, new TokenAttribution([Shown("A", Noon), Shown("B", Noon)], [new("2", "B", Noon)]).MayBe(Login(factor, credential), "A"));

    [Fact]
    public void Sightings_leave_out_the_service_and_count_what_tells_nothing_as_old_once_the_new_token_is_known()
    {
        LoginGroup[] logins = [Login(Token, "1"), Login(Token, "1") with { Client = "sql_api", Address = "10.0.0.7" }, Login(Token, "1") with { Client = "SQL_API" }, Login(Token, null), Login(Token, "9"), Login("PASSWORD", null)];
        var reading = new LoginReading(logins, new HashSet<LoginOrigin> { new("SQL_API", "10.0.0.7") }, Later);

        var known = TokenUse.Sightings(reading, new TokenAttribution([Shown("A", Noon)], [new("1", "A", Noon)]), "A");
        var unknown = TokenUse.Sightings(reading, new TokenAttribution([Shown("A", Noon)], []), "A");

        Assert.Equal((2, 3, 0, Later), (known.New, known.Old, known.Undecided, known.ToldUntil));
        Assert.Equal((0, 1, 5, Later), (unknown.New, unknown.Old, unknown.Undecided, unknown.ToldUntil));
    }

    private static SnowflakeTokenRecord Shown(string name, DateTimeOffset? created) => new(name, null, null, IsActive: true, created);

    private static LoginGroup Login(string factor, string? credential) => new(factor, credential, "TABLEAU", "10.0.0.1", 1, Noon);
}
