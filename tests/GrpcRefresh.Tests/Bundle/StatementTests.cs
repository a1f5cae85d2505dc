using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Bundle.Sql;
using GrpcRefresh.Tests.Infrastructure;

namespace GrpcRefresh.Tests.Bundle;

/// <summary>Every statement under <c>snowflake/</c> has a form that Snowflake's documentation knows; and the table of forms can say no.</summary>
public sealed class StatementTests
{
    private static readonly SnowflakeBundle Whole = new(Checkout.Root);

    public static TheoryData<string> Files => [.. Whole.Sources.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_statement_has_a_documented_form(string file) =>
        Assert.Empty(SqlLexer.Statements(Whole.Rendered(file)).Select(Mistake).OfType<string>());

    [Theory]
    [InlineData("CREATE NETWORK RULE IF NOT EXISTS D.S.R TYPE = HOST_PORT VALUE_LIST = ('a.example.com:443') MODE = EGRESS")]
    [InlineData("CREATE OR REPLACE NETWORK RULE D.S.R TYPE = HOST_PORT MODE = EGRESS")]
    [InlineData("CREATE OR REPLACE NETWORK RULE D.S.R TYPE = HOST_PORT VALUE_LIST = 'a.example.com:443' MODE = EGRESS")]
    [InlineData("CREATE OR REPLACE NETWORK RULE D.S.R TYPE = HOST_PORT VALUE_LIST = ('https://a.example.com') MODE = EGRESS")]
    [InlineData("CREATE OR REPLACE NETWORK RULE D.S.R TYPE = HOST_PORT VALUE_LIST = ('a.example.com:99999') MODE = EGRESS")]
    [InlineData("CREATE OR REPLACE NETWORK RULE D.S.R TYPE = HOST_PORT VALUE_LIST = ('*.com:443') MODE = EGRESS")]
    [InlineData("CREATE OR REPLACE NETWORK RULE D.S.R TYPE = HOST_PORT VALUE_LIST = ('a.*.example.com:443') MODE = EGRESS")]
    [InlineData("CREATE OR REPLACE NETWORK RULE D.S.R TYPE = HOST_PORT VALUE_LIST = ('a.example.com:443') MODE = INGRESS")]
    [InlineData("CREATE OR REPLACE NETWORK RULE D.S.R TYPE = HOST_PORT VALUE_LIST = ('a.example.com:443')")]
    [InlineData("CREATE OR REPLACE NETWORK RULE D.S.R TYPE = IPV4 VALUE_LIST = ('10.0.0.0/33') MODE = INGRESS")]
    [InlineData("CREATE OR REPLACE NETWORK RULE R TYPE = IPV4 VALUE_LIST = ('10.0.0.0/8') MODE = INGRESS")]
    [InlineData("CREATE OR REPLACE SECRET IF NOT EXISTS D.S.X TYPE = GENERIC_STRING SECRET_STRING = 'not set yet'")]
    [InlineData("CREATE OR ALTER SECRET D.S.X TYPE = GENERIC_STRING SECRET_STRING = 'not set yet'")]
    [InlineData("CREATE SECRET D.S.X TYPE = GENERIC_STRING VALUE = 'not set yet'")]
    [InlineData("CREATE SECRET D.S.X TYPE = WORKLOAD_IDENTITY_FEDERATION SECRET_STRING = 'not set yet'")]
    [InlineData("CREATE EXTERNAL ACCESS INTEGRATION IF NOT EXISTS I ALLOWED_NETWORK_RULES = (D.S.R) ENABLED = TRUE")]
    [InlineData("CREATE OR ALTER EXTERNAL ACCESS INTEGRATION I ALLOWED_NETWORK_RULES = (D.S.R) ENABLED = TRUE")]
    [InlineData("CREATE OR REPLACE EXTERNAL ACCESS INTEGRATION I ALLOWED_NETWORK_RULES = (D.S.R)")]
    [InlineData("CREATE OR REPLACE EXTERNAL ACCESS INTEGRATION I ALLOWED_AUTHENTICATION_SECRETS = (D.S.X) ALLOWED_NETWORK_RULES = (D.S.R) ENABLED = TRUE")]
    [InlineData("CREATE OR REPLACE EXTERNAL ACCESS INTEGRATION I ALLOWED_NETWORK_RULES = ('D.S.R') ENABLED = TRUE")]
    [InlineData("CREATE EXTERNAL ACCESS INTEGRATION D.S.I ALLOWED_NETWORK_RULES = (D.S.R) ENABLED = TRUE")]
    [InlineData("CREATE PROCEDURE IF NOT EXISTS D.S.P() RETURNS VARIANT LANGUAGE PYTHON RUNTIME_VERSION = '3.12' PACKAGES = ('x') HANDLER = 'h' AS $$ $$")]
    [InlineData("CREATE PROCEDURE D.S.P() RETURNS VARIANT LANGUAGE PYTHON RUNTIME_VERSION = 3.12 PACKAGES = ('x') HANDLER = 'h' AS $$ $$")]
    [InlineData("CREATE PROCEDURE D.S.P() RETURNS VARIANT LANGUAGE PYTHON RUNTIME_VERSION = '3.8' PACKAGES = ('x') HANDLER = 'h' AS $$ $$")]
    [InlineData("CREATE PROCEDURE D.S.P() RETURNS VARIANT LANGUAGE PYTHON RUNTIME_VERSION = '3.12' HANDLER = 'h' PACKAGES = ('x') AS $$ $$")]
    [InlineData("CREATE PROCEDURE D.S.P() LANGUAGE PYTHON RETURNS VARIANT RUNTIME_VERSION = '3.12' PACKAGES = ('x') HANDLER = 'h' AS $$ $$")]
    [InlineData("CREATE PROCEDURE D.S.P() RETURNS VARIANT LANGUAGE PYTHON RUNTIME_VERSION = '3.12' PACKAGES = ('x') HANDLER = 'h' SECRETS = (D.S.X) AS $$ $$")]
    [InlineData("CREATE PROCEDURE D.S.P(A VARCHAR := 'x') RETURNS VARIANT LANGUAGE PYTHON RUNTIME_VERSION = '3.12' PACKAGES = ('x') HANDLER = 'h' AS $$ $$")]
    [InlineData("CREATE OR REPLACE TASK IF NOT EXISTS D.S.T WAREHOUSE = W AS CALL D.S.P()")]
    [InlineData("CREATE TASK D.S.T WAREHOUSE = W SCHEDULE = '5 WEEKS' AS CALL D.S.P()")]
    [InlineData("CREATE TASK D.S.T WAREHOUSE = W SCHEDULE = 'USING CRON 0 5 * * UTC' AS CALL D.S.P()")]
    [InlineData("CREATE TASK D.S.T WAREHOUSE = W AS CALL D.S.P() WHEN SYSTEM$STREAM_HAS_DATA('D.S.X')")]
    [InlineData("CREATE TASK D.S.T WAREHOUSE = 'W' AS CALL D.S.P()")]
    [InlineData("CREATE ALERT D.S.A WAREHOUSE = W SCHEDULE = '5 MINUTE' IF (SELECT 1) THEN CALL D.S.P()")]
    [InlineData("CREATE STREAM D.S.X ON D.S.T APPEND_ONLY = TRUE")]
    [InlineData("CREATE TABLE D.S.T (A VARCHAR DEFAULT 'x' NOT NULL)")]
    [InlineData("CREATE TABLE D.S.T (A VARCHAR,)")]
    [InlineData("CREATE TABLE D.S.SELECT (TO VARCHAR)")]
    [InlineData("GRANT USAGE ON PROCEDURE D.S.P TO ROLE R")]
    [InlineData("GRANT USAGE ON EXTERNAL ACCESS INTEGRATION I TO ROLE R")]
    [InlineData("GRANT READ ON NETWORK RULE D.S.R TO ROLE R")]
    [InlineData("GRANT EXECUTE TASK TO ROLE R")]
    [InlineData("GRANT ROLE R TO X")]
    [InlineData("DROP EXTERNAL ACCESS INTEGRATION IF EXISTS I")]
    [InlineData("DROP PROCEDURE IF EXISTS D.S.P")]
    [InlineData("DROP TABLE D.S.T IF EXISTS")]
    [InlineData("ALTER TASK D.S.T START")]
    [InlineData("ALTER SECRET D.S.X UNSET SECRET_STRING")]
    [InlineData("ALTER USER U ADD PAT T DAYS_TO_EXPIRY = '30'")]
    [InlineData("ALTER USER U ROTATE PAT T EXPIRE_ROTATED_TOKEN_AFTER_HOURS 2")]
    [InlineData("CALL D.S.P(A = 'x')")]
    [InlineData("CALL D.S.P")]
    [InlineData("MERGE INTO T AS A USING (SELECT 1 AS X) AS B ON A.X = B.X WHEN MATCHED UPDATE SET X = 1")]
    [InlineData("MERGE INTO T AS A USING (SELECT 1 AS X) AS B ON A.X = B.X WHEN MATCHED THEN UPDATE X = 1")]
    [InlineData("MERGE INTO T AS A USING (SELECT 1 AS X) AS B ON A.X = B.X WHEN NOT MATCHED THEN INSERT (X) (B.X)")]
    [InlineData("MERGE INTO T AS A USING (SELECT 1 AS X) AS B ON A.X = B.X WHEN NOT MATCHED THEN UPDATE SET X = 1")]
    [InlineData("MERGE INTO T AS A USING (SELECT 1 AS X) AS B ON A.X = B.X WHEN NOT MATCHED BY SOURCE THEN DELETE")]
    [InlineData("MERGE INTO T AS A USING (SELECT 1 AS X) AS B ON A.X = B.X")]
    [InlineData("MERGE INTO T AS A USING (SELECT 1 AS X) AS B WHEN MATCHED THEN DELETE")]
    [InlineData("UPDATE T SET X = 1 Y = 2, WHERE X = 2")]
    [InlineData("UPDATE T SET X WHERE X = 2")]
    [InlineData("USE R")]
    [InlineData("SHOW GRANTS ROLE R")]
    public void A_statement_of_another_form_is_noticed(string statement) =>
        Assert.NotNull(Mistake(Assert.Single(SqlLexer.Statements($"{statement};"))));

    [Theory]
    [InlineData("USE ROLE A")]
    [InlineData("USE ROLE 'A;")]
    [InlineData("AS $$ never ends;")]
    [InlineData("SELECT @A;")]
    [InlineData("SELECT <% left %>;")]
    public void What_is_no_SQL_is_noticed(string text) => Assert.Throws<FormatException>(() => SqlLexer.Statements(text).ToList());

    [Fact]
    public void A_mistake_is_told_with_its_place() =>
        Assert.Equal("line 2: 'WEEKS' is not expected here", Mistake(Assert.Single(SqlLexer.Statements("ALTER TASK D.S.T\n WEEKS;"))));

    public static TheoryData<string> OfTheService => [.. ServiceStatements.All];

    [Theory]
    [MemberData(nameof(OfTheService))]
    public void What_the_service_itself_sends_has_a_documented_form(string statement) =>
        Assert.Null(Mistake(Assert.Single(SqlLexer.Statements($"{statement};"))));

    private static string? Mistake(IReadOnlyList<SqlToken> statement) =>
        SnowflakeForms.Pattern.Mistake("statement", statement)
        ?? statement.Where((token, at) => token.Kind == SqlTokenKind.Body && at > 0 && statement[at - 1].IsWord("IMMEDIATE"))
            .SelectMany(script => SqlLexer.Statements(script.Value))
            .Select(part => SnowflakeForms.Pattern.Mistake("script", part))
            .FirstOrDefault(mistake => mistake is not null);
}
