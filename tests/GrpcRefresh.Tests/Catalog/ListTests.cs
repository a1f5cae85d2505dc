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
