using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Tests.Tableau;
using GrpcRefresh.V1;
using static GrpcRefresh.Tests.Catalog.Connections.InventoryWorkbench;

namespace GrpcRefresh.Tests.Catalog.Connections;

public sealed class ConnectionListingTests : IDisposable
{
    private readonly InventoryWorkbench _bench = new();

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repetition_and_ask_Tableau_once()
    {
        for (var i = 0; i < 50; i++)
        {
            _bench.Add("workbook", $"w{i}", OnSnowflake($"a{i}") + OnSnowflake($"b{i}"), name: $"{(i % 3 == 0 ? "same" : $"name {i % 7}")}");
        }

        _bench.Add("datasource", "broken", "");
        _bench.Stub.On(RouteOf("datasource", "broken"), _ => Answer.Error("403021"));
        var (pages, token) = (new List<ConnectionPage>(), "");
        do
        {
            pages.Add(await ListAsync(pageSize: 7, token: token));
            token = pages[^1].NextPageToken;
        }
        while (token.Length > 0);

        var ids = pages.SelectMany(page => page.Connections).Select(connection => connection.ConnectionId).ToList();
        Assert.Equal((15, 100, 100), (pages.Count, ids.Count, ids.Distinct().Count()));
        Assert.Equal("broken", Assert.Single(pages[0].Gaps).ItemLuid);
        Assert.All(pages.Skip(1), page => Assert.Empty(page.Gaps));
        Assert.Equal(1, _bench.Stub.Count("GET /workbooks"));
    }

    [Fact]
    public async Task A_last_page_that_is_full_has_no_token()
    {
        _bench.Add("workbook", "w", OnSnowflake("1") + OnSnowflake("2"));
        var page = await ListAsync(pageSize: 2);
        Assert.Equal((2, ""), (page.Connections.Count, page.NextPageToken));
    }

    [Theory]
    [InlineData("")]
    [InlineData("長い名前のプロジェクト𝒳")]
    public async Task Rows_that_come_and_go_between_pages_make_none_that_stays_be_skipped(string prefix)
    {
        var longPrefix = string.Concat(Enumerable.Repeat(prefix, 25));
        for (var i = 0; i < 9; i++)
        {
            _bench.Add("workbook", $"w{i}", OnSnowflake($"{i}"), name: $"{longPrefix}{i}");
        }

        var first = await ListAsync(pageSize: 5);
        // The last row of the page is deleted, so that only its place is left.
        _bench.Stub.On(RouteOf("workbook", "w4"), _ => Answer.Error("404006"));
        _bench.Inventory.Forget();
        var rest = await ListAsync(pageSize: 100, token: first.NextPageToken);

        var ids = rest.Connections.Select(connection => connection.ConnectionId).ToList();
        Assert.Equal(["5", "6", "7", "8"], ids[^4..]);
        Assert.Equal(prefix.Length == 0 ? 4 : 8, ids.Count);
    }

    [Fact]
    public async Task A_row_that_moved_to_the_end_does_not_take_the_next_page_along()
    {
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            _bench.Add("workbook", name, OnSnowflake(name), name: name);
        }

        var first = await ListAsync(pageSize: 2);
        _bench.Stub.On("GET /workbooks", _ => Answer.Page("workbooks",
            [.. new[] { ("a", "a"), ("b", "z"), ("c", "c"), ("d", "d") }.Select(item => $"<workbook id=\"{item.Item1}\" name=\"{item.Item2}\"><project id=\"p\" name=\"Finance\"/></workbook>")]));
        _bench.Inventory.Forget();

        var rest = await ListAsync(pageSize: 10, token: first.NextPageToken);

        Assert.Equal(["c", "d", "b"], rest.Connections.Select(connection => connection.ConnectionId));
    }

    [Fact]
    public async Task A_token_stays_short_however_long_the_names_are()
    {
        _bench.Add("workbook", Some.Luid, OnSnowflake(Some.Luid) + OnSnowflake("z"), name: string.Concat(Enumerable.Repeat("𝒳", 256)));
        Assert.InRange((await ListAsync(pageSize: 1)).NextPageToken.Length, 1, 1_000);
    }

    [Fact]
    public async Task Connections_that_are_named_may_be_of_any_type()
    {
        _bench.Add("workbook", "w", "<connection id=\"1\" type=\"sqlserver\"/><connection id=\"2\" type=\"oracle\"/>");

        var page = await ListAsync(ConnectionQuery.Everything with { ConnectionIds = ["2"] });

        Assert.Equal(("2", ConnectionObstacle.NotSnowflake), (page.Connections.Single().ConnectionId, page.Connections[0].Obstacle));
    }

    [Theory]
    [InlineData("nonsense!")]
    [InlineData("bm9uc2Vuc2U")]
    [InlineData("bnVsbA")]
    [InlineData("e30")]
    public async Task A_token_that_is_none_of_ours_is_refused_before_Tableau_is_asked(string token)
    {
        var e = await Assert.ThrowsAsync<RefusedException>(() => ListAsync(token: token));
        Assert.Equal("page_token", Assert.Single(e.Failure.Fields).Field);
        Assert.Empty(_bench.Stub.Calls);
    }

    [Fact]
    public async Task A_token_of_another_list_is_refused()
    {
        _bench.Add("workbook", "w", OnSnowflake("1") + OnSnowflake("2"));
        var token = (await ListAsync(pageSize: 1)).NextPageToken;

        await Assert.ThrowsAsync<RefusedException>(() => ListAsync(ConnectionQuery.Everything with { UserName = "TABLEAU_SVC" }, token: token));
        await Assert.ThrowsAsync<RefusedException>(() => _bench.Listing.ListAsync(ConnectionQuery.Everything, true, 1, token, Infrastructure.SomeCaller.Anonymous, default));
    }

    public void Dispose() => _bench.Dispose();

    private Task<ConnectionPage> ListAsync(ConnectionQuery? query = null, int pageSize = 100, string token = "") =>
        _bench.Listing.ListAsync(query ?? ConnectionQuery.Everything, false, pageSize, token, Infrastructure.SomeCaller.Anonymous, default);
}
