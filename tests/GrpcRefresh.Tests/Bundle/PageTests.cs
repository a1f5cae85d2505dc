using System.Text.RegularExpressions;
using GrpcRefresh.Server.Catalog.Mapping;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Bundle.Sql;
using GrpcRefresh.Tests.Infrastructure;

namespace GrpcRefresh.Tests.Bundle;

/// <summary>What the pages and the files' comments tell an administrator to type.</summary>
public sealed partial class PageTests
{
    private static readonly SnowflakeBundle Files = new(Checkout.Root);
    private static readonly string Readme = Chapter(File.ReadAllText(Path.Combine(Checkout.Root, "README.md")));
    private static readonly string Manual = File.ReadAllText(Path.Combine(Files.Folder, "README.md"));
    private static readonly string Page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "snowflake.md"));

    public static TheoryData<string> ByHand =>
    [
        .. Block().Matches(Readme + Manual + Page).SelectMany(block => SqlLexer.Statements(block.Groups[1].Value)).Select(Text)
            .Concat(Files.Sources.Keys.SelectMany(file => Commented().Matches(Files.Rendered(file))).Select(line => line.Groups[1].Value))
            .Distinct(),
    ];

    [Theory]
    [MemberData(nameof(ByHand))]
    public void What_is_typed_by_hand_has_a_documented_form(string statement) =>
        Assert.Null(SnowflakeForms.Pattern.Mistake("statement", Assert.Single(SqlLexer.Statements(statement))));

    [Fact]
    public void The_steps_run_every_file_that_is_not_an_extra()
    {
        var run = Step().Matches(Readme).Select(match => match.Groups[1].Value).Distinct();

        Assert.Equal(Files.Sources.Keys.Where(file => file[0] < '8' || file == "90_verify.sql"), run.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_ten_steps_are_ten() => Assert.Equal(Enumerable.Range(1, 10).Select(step => $"{step}"), Numbered().Matches(Readme).Select(match => match.Groups[1].Value));

    [Fact]
    public void Every_parameter_of_the_refresh_is_explained()
    {
        var head = Regex.Match(Files.Rendered("70_procedures.sql"), @"\.REFRESH_TABLEAU_RESOURCE\((.*?)\)\s+COPY", RegexOptions.Singleline).Groups[1].Value;

        Assert.All(Declared().Matches(head), parameter => Assert.Contains($"`{parameter.Groups[1].Value}`", Manual, StringComparison.Ordinal));
    }

    [Fact]
    public void The_owner_of_the_recipes_own_table_is_told_all_that_the_bundles_gets()
    {
        const string Recipe = "EXTERNAL_ACCESS";
        var (database, role) = (Files.Variables["database"], $" TO ROLE {Files.Variables["service_role"]};");
        var bundle = (Files.Rendered("20_database.sql") + Files.Rendered("60_mapping_table.sql")).Split('\n')
            .Where(line => line.StartsWith("ALTER TABLE ", StringComparison.Ordinal) || (line.StartsWith("GRANT ", StringComparison.Ordinal) && line.EndsWith(role, StringComparison.Ordinal)))
            .Where(line => line.Contains($" ON DATABASE {database} ", StringComparison.Ordinal) || line.Contains($" {database}.{Files.Variables["mapping_schema"]}", StringComparison.Ordinal))
            .Select(line => ColumnComment().Replace(line, ";").Replace($" {database}.", $" {Recipe}.", StringComparison.Ordinal).Replace($" {database} ", $" {Recipe} ", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

        var told = Page.Split("## The recipe's own table")[1].Split("```")[1].Split('\n').Where(line => line.EndsWith(';'));

        Assert.Equal(bundle, told.Order(StringComparer.Ordinal));
        Assert.Equal($"\"{Recipe}\".\"MAPPING_TABLES\".\"API__TABLEAU__RESOURCES\"", new MappingOptions().Table);
    }

    [Fact]
    public void No_page_points_the_bundles_variables_at_a_table_that_teardown_would_drop() =>
        Assert.DoesNotMatch("set `database`|take that line out|run `60_mapping_table.sql` over it", Readme + Manual + Page);

    [Fact]
    public void Files_that_the_pages_name_exist() =>
        Assert.All(FileName().Matches(Readme + Manual + Page), name => Assert.Contains(name.Value, Files.Sources.Keys));

    private static string Chapter(string readme) => readme.Split("\n## From Snowflake\n")[1].Split("\n## ")[0];

    private static string Text(IReadOnlyList<SqlToken> tokens) =>
        string.Join(' ', tokens.Select(token => token.Kind == SqlTokenKind.Text ? $"'{token.Value.Replace("'", "''", StringComparison.Ordinal)}'" : token.Value)) + ";";

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^--(?: If you attached.*?:|  ) ((?:ALTER|SELECT) .*?;)", RegexOptions.Multiline)]
    private static partial Regex Commented();

    [GeneratedRegex(" COMMENT '.*';$")]
    private static partial Regex ColumnComment();

    [GeneratedRegex(@"out/(\w+\.sql)")]
    private static partial Regex Step();

    [GeneratedRegex(@"^(\d+)\. ", RegexOptions.Multiline)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^\s*([A-Z_]+) [A-Z]+", RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(@"\b\d\d_\w+\.sql")]
    private static partial Regex FileName();
}
