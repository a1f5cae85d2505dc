using System.Net;
using GrpcRefresh.Tests.Tableau;
using static GrpcRefresh.Tests.Catalog.Connections.InventoryWorkbench;

namespace GrpcRefresh.Tests.Catalog.Connections;

public sealed class WorkbookSieveTests : IDisposable
{
    private readonly InventoryWorkbench _bench = new();

    [Fact]
    public async Task Only_workbooks_that_certainly_have_no_Snowflake_are_spared()
    {
        AddWorkbooks("snowflake", "elsewhere", "both", "nameless", "nothing-known", "unheard-of");
        _bench.Add("workbook", "just-changed", OnSnowflake(), updatedAt: "2026-09-01T05:30:00Z");
        _bench.Add("workbook", "changed-before", OnSnowflake(), updatedAt: "2026-09-01T04:59:00Z");
        _bench.Add("workbook", "undated", OnSnowflake(), updatedAt: "");
        _bench.Know(
            ("snowflake", ["snowflake"]), ("elsewhere", ["sqlserver", "textscan"]), ("both", ["sqlserver", "Snowflake"]), ("nameless", ["sqlserver", ""]),
            ("nothing-known", []), ("just-changed", ["sqlserver"]), ("changed-before", ["sqlserver"]), ("undated", ["sqlserver"]), ("", ["sqlserver"]));

        Assert.Equal(
            ["both", "just-changed", "nameless", "nothing-known", "snowflake", "undated", "unheard-of"],
            await LookedAtAsync());
    }

    [Fact]
    public async Task The_answer_comes_in_pages()
    {
        AddWorkbooks("a", "b", "c");
        var first = Workbooks(("a", ["sqlserver"])).Replace("false,\"endCursor\":null", "true,\"endCursor\":\"next\"", StringComparison.Ordinal);
        _bench.Stub.On(Metadata, () => Answer.Json(first), () => Answer.Json(Workbooks(("b", ["sqlserver"]))));

        Assert.Equal(["c"], await LookedAtAsync());
        Assert.Contains("\"after\":\"next\"", _bench.Stub.Last(Metadata).Body, StringComparison.Ordinal);
        Assert.Equal(2, _bench.Stub.Count(Metadata));
    }

    public static TheoryData<string, Func<HttpResponseMessage>> Incomplete => new()
    {
        { "off", () => Answer.Error("404000") },
        { "off, as a page", () => Answer.Text(HttpStatusCode.NotFound, "text/html", "<html/>") },
        { "forbidden", () => Answer.Error("403000") },
        { "down", () => Answer.Empty(HttpStatusCode.ServiceUnavailable) },
        { "in part", () => Answer.Json(Workbooks(("a", ["sqlserver"]))[..^1] + ",\"errors\":[{\"message\":\"Showing partial results.\"}]}") },
        { "failed", () => Answer.Json("""{"data":null,"errors":[{"message":"Reached time limit of PT5S for query execution."}]}""") },
        { "without data", () => Answer.Json("{}") },
        { "without workbooks", () => Answer.Json("""{"data":{}}""") },
        { "without nodes", () => Answer.Json("""{"data":{"workbooksConnection":{"pageInfo":{"hasNextPage":false}}}}""") },
        { "without an end", () => Answer.Json("""{"data":{"workbooksConnection":{"nodes":[]}}}""") },
        { "with an end of a kind", () => Answer.Json("""{"data":{"workbooksConnection":{"nodes":[],"pageInfo":{"hasNextPage":null}}}}""") },
        { "with a next page nowhere", () => Answer.Json("""{"data":{"workbooksConnection":{"nodes":[],"pageInfo":{"hasNextPage":true}}}}""") },
        { "in a circle", () => Answer.Json("""{"data":{"workbooksConnection":{"nodes":[],"pageInfo":{"hasNextPage":true,"endCursor":"x"}}}}""") },
        { "of nothing", () => Answer.Json("""{"data":{"workbooksConnection":{"nodes":[null,{},{"luid":null}],"pageInfo":{"hasNextPage":false}}}}""") },
    };

    [Theory]
    [MemberData(nameof(Incomplete))]
    public async Task Whatever_is_not_complete_spares_nothing(string what, Func<HttpResponseMessage> answer)
    {
        AddWorkbooks("a", "b");
        _bench.Stub.On(Metadata, answer);

        Assert.True(await LookedAtAsync() is ["a", "b"], what);
    }

    [Fact]
    public async Task When_everything_is_asked_for_the_metadata_API_is_not()
    {
        AddWorkbooks("a");
        _bench.Know(("a", ["sqlserver"]));

        await _bench.ReadAsync(all: true);

        Assert.Equal((0, 1), (_bench.Stub.Count(Metadata), _bench.Stub.Count(RouteOf("workbook", "a"))));
    }

    [Fact]
    public async Task The_setting_does_without_it()
    {
        using var bench = new InventoryWorkbench(options => options.UseMetadata = false);
        bench.Add("workbook", "a", "");

        await bench.ReadAsync();

        Assert.Equal((0, 1), (bench.Stub.Count(Metadata), bench.Stub.Count(RouteOf("workbook", "a"))));
    }

    public void Dispose() => _bench.Dispose();

    private void AddWorkbooks(params string[] luids)
    {
        foreach (var luid in luids)
        {
            _bench.Add("workbook", luid, OnSnowflake());
        }
    }

    private async Task<string[]> LookedAtAsync()
    {
        var reading = await _bench.ReadAsync();
        Assert.Empty(reading.Gaps);
        return [.. reading.Connections.Select(connection => connection.ItemLuid).Order(StringComparer.Ordinal)];
    }
}
