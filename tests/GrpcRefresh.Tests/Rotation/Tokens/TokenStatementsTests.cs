using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rotation.Tokens;

public sealed class TokenStatementsTests
{
    private static readonly Guid Request = Guid.NewGuid();

    [Fact]
    public void Adding_names_role_days_and_remark() => Assert.Equal(
        $"""ALTER USER "SVC" ADD PROGRAMMATIC ACCESS TOKEN "RUN_1" ROLE_RESTRICTION = 'TABLEAU' DAYS_TO_EXPIRY = 30 COMMENT = '{TokenStatements.Comment}'""",
        TokenStatements.Add(Intent("SVC", "TABLEAU", 30)).Text);

    [Fact]
    public void What_is_not_ordered_is_left_to_Snowflake() => Assert.Equal(
        $"""ALTER USER "SVC" ADD PROGRAMMATIC ACCESS TOKEN "RUN_1" COMMENT = '{TokenStatements.Comment}'""", TokenStatements.Add(Intent("SVC", null, null)).Text);

    [Fact]
    public void Neither_a_users_nor_a_roles_name_becomes_sql() => Assert.Equal(
        $"""ALTER USER "S""; DROP USER ""V" ADD PROGRAMMATIC ACCESS TOKEN "RUN_1" ROLE_RESTRICTION = 'R''; DROP ROLE ''S' COMMENT = '{TokenStatements.Comment}'""",
        TokenStatements.Add(Intent("S\"; DROP USER \"V", "R'; DROP ROLE 'S", null)).Text);

    [Fact]
    public void A_wrong_name_is_no_silent_success() =>
        Assert.DoesNotContain("IF", TokenStatements.Rotate(Intent("SVC", null, null), 2).Text + TokenStatements.Remove("SVC", "T").Text, StringComparison.Ordinal);

    [Fact]
    public void What_makes_a_secret_goes_under_the_rotations_request_id_and_is_secret()
    {
        foreach (var statement in new[] { TokenStatements.Add(Intent("SVC", null, null)), TokenStatements.Rotate(Intent("SVC", null, null), 2) })
        {
            Assert.Equal((Request, true, true), (statement.RequestId, statement.Repeated, statement.ResultIsSecret));
        }
    }

    [Fact]
    public void A_secret_is_bound_and_shows_nowhere()
    {
        var statement = TokenStatements.Decode(new Secret("hunter22"));
        Assert.True(Assert.Single(statement.Bindings).IsSecret);
        Assert.DoesNotContain("hunter22", statement.Text + statement, StringComparison.Ordinal);
    }

    private static TokenIntent Intent(string user, string? role, int? days) =>
        new(new TokenOrder(user, null, TimeSpan.FromHours(24), false, role, days, TokenMethod.Add), "RUN_1", null, role, Request, IsRepeated: true);
}
