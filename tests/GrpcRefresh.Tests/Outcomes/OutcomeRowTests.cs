using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Outcomes;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Outcomes;

public sealed partial class OutcomeRowTests
{
    private static readonly DateTimeOffset End = Some.Time.AddMinutes(3).ToOffset(TimeSpan.FromHours(2));

    [Fact]
    public void A_refresh_tells_what_how_when_and_for_whom()
    {
        var job = JobEndings.Failed(
            Some.Job(JobState.Running) with
            {
                StartTime = Some.Time.AddMinutes(1),
                Attempt = 2,
                Notes = ["Tableau's \"words\""],
                Labels = new Dictionary<string, string> { ["team"] = "sales" },
                OnBehalfOf = new OnBehalf("ANA", "ANALYST", "", "01b2"),
            },
            End, new Failure(ErrorReason.RefreshFailed, "The password is wrong."));

        var row = OutcomeRow.Of(job);

        AssertJson(
            """
            {
              "JOB_ID": "job-1", "KIND": "REFRESH", "STATE": "FAILED", "CREATE_TIME": "2026-03-01T06:00:00.000+00:00", "END_TIME": "2026-03-01T06:03:00.000+00:00",
              "REQUESTED_BY": "127.0.0.1", "ATTEMPT": 2, "START_TIME": "2026-03-01T06:01:00.000+00:00", "ERROR_REASON": "REFRESH_FAILED",
              "ERROR_MESSAGE": "The password is wrong.", "TABLEAU_JOB_ID": "tableau-1", "SERVER": "default", "SITE_ID": "", "RESOURCE_TYPE": "datasource", "RESOURCE_ID": "0a1b",
              "RESOURCE_NAME": "Orders", "PROJECT_PATH": "Sales", "REFRESH_MODE": "FULL", "ON_BEHALF_OF_USER": "ANA", "ON_BEHALF_OF_ROLE": "ANALYST", "ON_BEHALF_OF_QUERY_ID": "01b2",
              "TABLEAU_NOTES": ["Tableau's \"words\""], "LABELS": { "team": "sales" }
            }
            """, row);
    }

    [Fact]
    public void What_is_not_there_is_NULL()
    {
        var row = OutcomeRow.Of(JobEndings.Succeeded(Some.Job(JobState.Running) with { TableauJobId = null }, End));

        Assert.All(["START_TIME", "ERROR_REASON", "ERROR_MESSAGE", "TABLEAU_JOB_ID", "TABLEAU_NOTES", "LABELS", "ON_BEHALF_OF_USER"], column => Assert.False(row.ContainsKey(column), column));
    }

    [Fact]
    public void A_rotation_is_about_no_content_and_about_a_site_when_it_is_the_only_one()
    {
        var rotation = Some.Job(JobState.Running) with { Kind = JobKind.Rotation, Item = CatalogItem.Many("r"), Sites = [new SiteKey("default", "marketing")] };

        var one = OutcomeRow.Of(JobEndings.Succeeded(rotation, End));
        var several = OutcomeRow.Of(JobEndings.Succeeded(rotation with { Sites = [.. rotation.Sites, Some.Site] }, End));

        Assert.Equal(("ROTATION", "marketing"), ((string?)one["KIND"], (string?)one["SITE_ID"]));
        Assert.All(["RESOURCE_TYPE", "RESOURCE_ID", "RESOURCE_NAME", "PROJECT_PATH", "REFRESH_MODE"], column => Assert.False(one.ContainsKey(column), column));
        Assert.All(["SERVER", "SITE_ID"], column => Assert.False(several.ContainsKey(column), column));
    }

    [Fact]
    public void What_is_written_are_the_columns_that_the_bundle_makes()
    {
        var table = Table().Match(new SnowflakeBundle(Checkout.Root).Rendered("65_outcomes.sql")).Groups[1].Value;
        var columns = ColumnName().Matches(table).Select(match => match.Groups[1].Value).Where(name => name != "LOGGED_AT");

        Assert.Equal(columns, OutcomeStatement.ColumnNames);
    }

    [Fact]
    public void The_default_table_is_the_one_that_the_bundle_makes()
    {
        var bundle = new SnowflakeBundle(Checkout.Root);

        Assert.Equal($"{bundle.Variables["database"]}.{bundle.Variables["schema"]}.TABLEAU_JOB_LOG", new OutcomeOptions().Table);
    }

    [Fact]
    public void Nothing_of_an_outcome_becomes_SQL()
    {
        Assert.True(SqlName.TryParse("\"a\"\"b\".C.D", out var table));
        var statement = OutcomeStatement.Merge(table!, "[{\"JOB_ID\":\"'; drop\"}]");

        Assert.StartsWith("MERGE INTO \"a\"\"b\".\"C\".\"D\" AS LOGGED", statement.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("drop", statement.Text, StringComparison.Ordinal);
    }

    private static void AssertJson(string expected, JsonNode actual) => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual.ToJsonString());

    [GeneratedRegex(@"TABLEAU_JOB_LOG \((.*?)\n\)", RegexOptions.Singleline)]
    private static partial Regex Table();

    [GeneratedRegex("^    ([A-Z_]+) ", RegexOptions.Multiline)]
    private static partial Regex ColumnName();
}
