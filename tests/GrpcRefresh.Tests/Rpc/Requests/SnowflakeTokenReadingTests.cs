using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Rpc.Requests;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rpc.Requests;

public sealed class SnowflakeTokenReadingTests
{
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private static readonly Dictionary<string, (SnowflakeToken Value, string[] Fields)> Bad = new()
    {
        ["no user"] = (new SnowflakeToken(), ["user"]),
        ["a user on two lines"] = (new SnowflakeToken { User = "A\nB" }, ["user"]),
        ["long names"] = (new SnowflakeToken { User = Long, OldToken = Long, Role = Long }, ["user", "old_token", "role"]),
        ["a negative overlap"] = (new SnowflakeToken { User = "A", Overlap = Duration.FromTimeSpan(TimeSpan.FromSeconds(-1)) }, ["overlap"]),
        ["more than a month"] = (new SnowflakeToken { User = "A", Overlap = Duration.FromTimeSpan(TimeSpan.FromDays(31)) }, ["overlap"]),
        ["no duration"] = (new SnowflakeToken { User = "A", Overlap = new Duration { Seconds = 1, Nanos = -1 } }, ["overlap"]),
        ["negative days"] = (new SnowflakeToken { User = "A", DaysToExpiry = -1 }, ["days_to_expiry"]),
        ["more than a year"] = (new SnowflakeToken { User = "A", DaysToExpiry = 366 }, ["days_to_expiry"]),
        ["an unknown method"] = (new SnowflakeToken { User = "A", Method = (TokenMethod)9 }, ["method"]),
        ["ROTATE of nothing"] = (new SnowflakeToken { User = "A", Method = TokenMethod.Rotate }, ["old_token"]),
        ["ROTATE within an hour"] = (
            new SnowflakeToken { User = "A", OldToken = "T", Method = TokenMethod.Rotate, Overlap = Duration.FromTimeSpan(TimeSpan.FromMinutes(59)) }, ["overlap"]),
        ["ROTATE with what is for ADD"] = (
            new SnowflakeToken { User = "A", OldToken = "T", Method = TokenMethod.Rotate, KeepOldToken = true, Role = "R", DaysToExpiry = 1 },
            ["keep_old_token", "role", "days_to_expiry"]),
    };

    public static TheoryData<string> BadCases => [.. Bad.Keys];

    private static string Long => new('x', 256);

    [Theory]
    [MemberData(nameof(BadCases))]
    public void A_bad_order_is_refused_by_its_fields(string what) => Assert.Equal(
        Bad[what].Fields.Select(field => $"credential.snowflake_token.{field}").Order(),
        BadFields.Of(() => Read(Bad[what].Value)).Order());

    [Fact]
    public void What_is_left_out_is_the_documented_default() =>
        Assert.Equal(new TokenOrder("SVC", null, Overlap, KeepsOld: false, null, null, TokenMethod.Add), Read(new SnowflakeToken { User = "SVC" }));

    [Fact]
    public void What_is_given_is_taken() => Assert.Equal(
        new TokenOrder("SVC", "OLD", TimeSpan.Zero, KeepsOld: true, "R", 30, TokenMethod.Add),
        Read(new SnowflakeToken { User = "SVC", OldToken = "OLD", Overlap = new Duration(), KeepOldToken = true, Role = "R", DaysToExpiry = 30, Method = TokenMethod.Add }));

    [Fact]
    public void Tokens_and_given_secrets_do_not_mix() =>
        Assert.Equal(["credentials_by_user"], ReadUsers(("a", Token("A")), ("b", new Credential { SecretRef = "b" })));

    [Fact]
    public void One_user_gets_one_token() => Assert.Equal(["credentials_by_user"], ReadUsers(("a", Token("A")), ("b", Token("A"))));

    [Fact]
    public void Several_users_get_a_token_each() => Assert.Empty(ReadUsers(("a", Token("A")), ("b", Token("B"))));

    private static Credential Token(string user) => new() { SnowflakeToken = new SnowflakeToken { User = user } };

    private static TokenOrder Read(SnowflakeToken value) => Assert.IsType<CredentialSource.Token>(FieldErrors.Check(
        errors => CredentialFields.Read(new Credential { SnowflakeToken = value }, "credential", Overlap, errors))).Order;

    private static IReadOnlyList<string> ReadUsers(params (string User, Credential Credential)[] users)
    {
        var values = new MapField<string, Credential>();
        users.ToList().ForEach(user => values.Add(user.User, user.Credential));
        return BadFields.Of(() => FieldErrors.Check(errors => CredentialFields.Read(values, "credentials_by_user", Overlap, errors)));
    }
}
