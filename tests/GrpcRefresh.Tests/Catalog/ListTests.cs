using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Tests.Tableau;
using GrpcRefresh.V1;
using Xunit;
using static GrpcRefresh.Tests.Catalog.CatalogWorkbench;

namespace GrpcRefresh.Tests.Catalog;

public sealed class ListTests : IDisposable
{
    private static readonly SiteKey Site = new("default", "");

    private readonly CatalogWorkbench _bench = new();

    [Fact]
    public async Task Pages_follow_each_other_by_name_without_gap_or_repetition()
    {
        _bench.Workbooks.Clear();
        for (var i = 0; i < 250; i++)
        {
            _bench.Workbooks[Luid(i)] = Workbook(Luid(i), i % 2 == 0 ? "same" : $"{(char)('A' + (i % 26))}{i}", "sales", "ada");
        }

        var names = new List<(string, string)>();
        var token = "";
        var pages = 0;
        do
        {
            var page = await _bench.Catalog.ListAsync(Site, ResourceType.Workbook, "", 0, token, CallerScope.Everything, default);
            names.AddRange(page.Items.Select(item => (item.Name, item.Luid)));
            (token, pages) = (page.NextPageToken, pages + 1);
        }
        while (token.Length > 0);

        Assert.Equal((3, 250), (pages, names.Distinct().Count()));
        Assert.Equal(names.OrderBy(n => n.Item1, StringComparer.OrdinalIgnoreCase).ThenBy(n => n.Item2, StringComparer.Ordinal), names);
        Assert.Equal(1, _bench.Stub.Count("GET /workbooks"));
    }

    [Fact]
    public async Task A_last_page_that_is_full_has_no_token()
    {
        var page = await _bench.Catalog.ListAsync(Site, ResourceType.Workbook, "", 4, "", CallerScope.Everything, default);
        Assert.Equal((4, ""), (page.Items.Count, page.NextPageToken));
    }

    [Fact]
    public async Task A_part_of_the_name_is_enough_whatever_its_case()
    {
        var page = await _bench.Catalog.ListAsync(Site, ResourceType.Workbook, "ORDER", 10, "", CallerScope.Everything, default);
        Assert.Equal([SalesOrders, FinanceOrders], page.Items.Select(item => item.Luid));
        Assert.Equal("Sales", page.Items[0].ProjectPath[0]);
    }

    [Fact]
    public async Task A_list_is_read_again_after_a_minute()
    {
        await _bench.Catalog.ListAsync(Site, ResourceType.Workbook, "", 1, "", CallerScope.Everything, default);
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await _bench.Catalog.ListAsync(Site, ResourceType.Workbook, "", 1, "", CallerScope.Everything, default);
        Assert.Equal(2, _bench.Stub.Count("GET /workbooks"));
    }

    [Theory]
    [InlineData("nonsense!")]
    [InlineData("bm9uc2Vuc2U")]
    [InlineData("bnVsbA")]
    [InlineData("e30")]
    public async Task A_token_that_is_none_of_ours_is_refused(string token) => Assert.Equal("page_token", await FieldAsync(token: token));

    [Fact]
    public async Task A_token_of_another_list_is_refused()
    {
        var token = (await _bench.Catalog.ListAsync(Site, ResourceType.Workbook, "", 1, "", CallerScope.Everything, default)).NextPageToken;

        Assert.Equal("page_token", await FieldAsync(contains: "x", token: token));
        Assert.Equal("page_token", await FieldAsync(type: ResourceType.Datasource, token: token));
        Assert.Equal("page_token", await FieldAsync(site: "sales", token: token));
    }

    [Fact]
    public async Task Long_names_in_other_letters_make_no_long_token()
    {
        _bench.Workbooks.Clear();
        Enumerable.Range(0, 5).ToList().ForEach(i => _bench.Workbooks[Luid(i)] = Workbook(Luid(i), $"{new string('漢', 250)}{i}", "sales", "ada"));

        var first = await _bench.Catalog.ListAsync(Site, ResourceType.Workbook, new string('漢', 200), 2, "", CallerScope.Everything, default);
        var second = await _bench.Catalog.ListAsync(Site, ResourceType.Workbook, new string('漢', 200), 2, first.NextPageToken, CallerScope.Everything, default);

        Assert.InRange(first.NextPageToken.Length, 1, 1_000);
        Assert.Equal([Luid(2), Luid(3)], second.Items.Select(item => item.Luid));
    }

    [Theory]
    [InlineData(3, "deleted")]
    [InlineData(300, "deleted")]
    [InlineData(3, "renamed")]
    public async Task Nothing_is_left_out_when_the_last_item_is_gone(int length, string how)
    {
        _bench.Workbooks.Clear();
        Enumerable.Range(0, 5).ToList().ForEach(i => _bench.Workbooks[Luid(i)] = Workbook(Luid(i), $"{new string('x', length)}{i}", "sales", "ada"));
        var first = await _bench.Catalog.ListAsync(Site, ResourceType.Workbook, "", 2, "", CallerScope.Everything, default);

        _bench.Workbooks.Remove(Luid(1));
        if (how == "renamed")
        {
            _bench.Workbooks[Luid(1)] = Workbook(Luid(1), "zzz", "sales", "ada");
        }

        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        var second = await _bench.Catalog.ListAsync(Site, ResourceType.Workbook, "", 10, first.NextPageToken, CallerScope.Everything, default);

        Assert.Superset(new HashSet<string> { Luid(2), Luid(3), Luid(4) }, second.Items.Select(item => item.Luid).ToHashSet());
    }

    [Fact]
    public async Task Arguments_out_of_their_limits_are_refused_by_field()
    {
        Assert.Equal("type", await FieldAsync(type: ResourceType.Unspecified));
        Assert.Equal("name_contains", await FieldAsync(contains: new string('x', 257)));
        Assert.Equal("page_size", await FieldAsync(size: -1));
        Assert.Empty(_bench.Stub.Calls);
    }

    [Fact]
    public async Task A_Tableau_that_refuses_is_told()
    {
        _bench.Stub.On("GET /workbooks", _ => Answer.Error("403004"));
        var e = await Assert.ThrowsAsync<RefusedException>(() => _bench.Catalog.ListAsync(Site, ResourceType.Workbook, "", 0, "", CallerScope.Everything, default));
        Assert.Equal(ErrorReason.TableauForbidden, e.Failure.Reason);
    }

    public void Dispose() => _bench.Dispose();

    private async Task<string> FieldAsync(ResourceType type = ResourceType.Workbook, string site = "", string contains = "", int size = 0, string token = "")
    {
        var e = await Assert.ThrowsAsync<RefusedException>(() => _bench.Catalog.ListAsync(new SiteKey("default", site), type, contains, size, token, CallerScope.Everything, default));
        return Assert.Single(e.Failure.Fields).Field;
    }
}
