using System.Text.Json;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog.Mapping;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Catalog.Mapping;

public sealed class MappingMergeTests
{
    private static readonly SiteKey Site = new("default", "marketing");
    private static readonly DateTimeOffset Now = new(2026, 9, 1, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Names_are_quoted_and_values_are_bound()
    {
        var options = new MappingOptions { Table = "my_db.s.\"t \"\" x\"" };
        options.Columns.ResourceId = "\"the id\"";

        var statement = Assert.Single(Merge(options, [The("'; DROP TABLE X; --")]));

        Assert.Contains("MERGE INTO \"MY_DB\".\"S\".\"t \"\" x\" AS T", statement.Text, StringComparison.Ordinal);
        Assert.Contains("T.\"the id\" = S.ROW_ID", statement.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("DROP", statement.Text, StringComparison.Ordinal);
        Assert.Equal(["TEXT", "TEXT", "TIMESTAMP_NTZ", "TEXT"], statement.Bindings.Select(binding => binding.Type));
        Assert.Equal("'; DROP TABLE X; --", Rows(statement)[0].GetProperty("name").GetString());
    }

    [Fact]
    public void What_is_not_told_is_left_out_and_becomes_null()
    {
        var row = Rows(Assert.Single(Merge(new MappingOptions(), [The("A"), new MappingChange("gone", Gone: true, Hand: true)])));

        Assert.False(row[0].TryGetProperty("owner", out _));
        Assert.Equal(["id", "gone", "hand"], row[1].EnumerateObject().Select(field => field.Name));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(MappingMerge.MostRows, 1)]
    [InlineData(MappingMerge.MostRows + 1, 2)]
    [InlineData(10_000, 10)]
    public void Many_rows_go_in_parts_and_none_is_lost(int rows, int parts)
    {
        var statements = Merge(new MappingOptions(), [.. Enumerable.Range(0, rows).Select(i => The($"Workbook {i}"))]).ToList();

        Assert.Equal(parts, statements.Count);
        Assert.Equal(Enumerable.Range(0, rows).Select(i => $"Workbook {i}"), statements.SelectMany(Rows).Select(row => row.GetProperty("name").GetString()!));
        Assert.Distinct(statements.Select(statement => statement.RequestId));
    }

    [Fact]
    public void Long_names_make_smaller_parts()
    {
        var statements = Merge(new MappingOptions(), [.. Enumerable.Range(0, 900).Select(_ => The(new string('ü', 255)))]).ToList();

        Assert.True(statements.Count > 1);
        Assert.All(statements, statement => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(statement.Bindings[3].Value!), 2, MappingMerge.MostBytes + 2));
    }

    private static MappingChange The(string name) => MappingChange.Of(new ListedItem(ResourceType.Workbook, "luid", name, "EMEA", "Sales/EMEA", "", ""), "luid");

    private static IEnumerable<SqlStatement> Merge(MappingOptions options, IReadOnlyList<MappingChange> changes) =>
        new MappingMerge(new MappingNames(options)).Of(Site, changes, Now);

    private static List<JsonElement> Rows(SqlStatement statement) => JsonSerializer.Deserialize<List<JsonElement>>(statement.Bindings[3].Value!)!;
}
