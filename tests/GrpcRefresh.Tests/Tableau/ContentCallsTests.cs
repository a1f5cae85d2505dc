using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;
using Xunit;

namespace GrpcRefresh.Tests.Tableau;

public sealed class ContentCallsTests : IDisposable
{
    private readonly TableauWorkbench _bench = new();

    private StubTableau Stub => _bench.Stub;

    [Fact]
    public async Task An_item_is_read_with_everything_it_says()
    {
        Stub.On($"GET /datasources/{Some.Luid}", _ => Answer.Xml($"""
            <datasource id="{Some.Luid}" name="Orders" hasExtracts="True" updatedAt="2026-09-01T06:00:00Z" webpageUrl="https://tableau.example.com/#/datasources/7">
              <owner id="owner"/><tags/><project id="project" name="Sales"/></datasource>
            """));

        Assert.Equal(
            new TableauItem(ResourceType.Datasource, Some.Luid, "Orders", "project", "Sales", "owner", "https://tableau.example.com/#/datasources/7", true,
                new DateTimeOffset(2026, 9, 1, 6, 0, 0, TimeSpan.Zero)),
            await _bench.Site.GetItemAsync(ResourceType.Datasource, Some.Luid, default));
    }

    [Fact]
    public async Task An_item_is_read_when_it_says_hardly_anything()
    {
        Stub.On($"GET /workbooks/{Some.Luid}", _ => Answer.Xml($"<workbook id=\"{Some.Luid}\" name=\"Orders\"><location id=\"x\" type=\"PersonalSpace\"/></workbook>"));

        var item = await _bench.Site.GetItemAsync(ResourceType.Workbook, Some.Luid, default);

        Assert.Equal(new TableauItem(ResourceType.Workbook, Some.Luid, "Orders", null, null, null, null, null, null), item);
    }

    [Fact]
    public async Task A_name_is_looked_up_by_a_filter_and_compared_exactly()
    {
        Stub.On("GET /workbooks", _ => Answer.Page("workbooks", [Workbook("1", "A+B (é)"), Workbook("2", "a+b (é)")]));

        var found = await _bench.Site.FindItemsByNameAsync(ResourceType.Workbook, "A+B (é)", default);

        Assert.Equal("1", Assert.Single(found).Luid);
        Assert.StartsWith("?filter=name:eq:A+B (é)&sort=name:asc&", Stub.Calls[^1].Query, StringComparison.Ordinal);
        Assert.Contains("A%2BB", Stub.Calls[^1].Message.RequestUri!.Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("a&b")]
    [InlineData("a:b")]
    public async Task A_name_that_the_filter_cannot_carry_is_looked_for_in_the_whole_list(string name)
    {
        Stub.On("GET /workbooks", _ => Answer.Page("workbooks", [Workbook("1", name), Workbook("2", "other")]));

        var found = await _bench.Site.FindItemsByNameAsync(ResourceType.Workbook, name, default);

        Assert.Equal("1", Assert.Single(found).Luid);
        Assert.DoesNotContain("filter", Stub.Calls[^1].Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_know_the_filter_gives_the_whole_list()
    {
        Stub.On("GET /datasources", () => Answer.Error("400065"), () => Answer.Page("datasources", ["<datasource id=\"1\" name=\"x\"/>", "<datasource id=\"2\" name=\"y\"/>"]));

        Assert.Equal("2", Assert.Single(await _bench.Site.FindItemsByNameAsync(ResourceType.Datasource, "y", default)).Luid);
        Assert.Equal(2, Stub.Count("GET /datasources"));
    }

    [Fact]
    public async Task A_long_list_is_read_page_by_page()
    {
        Stub.On("GET /workbooks", call =>
        {
            var page = int.Parse(call.Query[(call.Query.LastIndexOf('=') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
            return Answer.Page("workbooks", [.. Enumerable.Range((page - 1) * 1_000, page == 3 ? 1 : 1_000).Select(i => Workbook($"{i}", "x"))], page, 2_001);
        });

        Assert.Equal(2_001, await CountAsync());
        Assert.Equal(3, Stub.Count("GET /workbooks"));
        Assert.Contains("sort=name:asc&pageSize=1000&pageNumber=3", Stub.Calls[^1].Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_became_shorter_ends_where_it_ends()
    {
        Stub.On("GET /workbooks", () => Answer.Page("workbooks", [Workbook("1", "x")], 1, 1_001), () => Answer.Error("400006"));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task A_list_without_pagination_is_one_page()
    {
        Stub.On("GET /workbooks", _ => Answer.Xml($"<workbooks>{Workbook("1", "x")}</workbooks>"));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task An_empty_list_is_empty()
    {
        Stub.On("GET /workbooks", _ => Answer.Page("workbooks", []));
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Projects_know_their_parents()
    {
        Stub.On("GET /projects", _ => Answer.Page("projects", ["<project id=\"1\" name=\"Top\"/>", "<project id=\"2\" name=\"Inner\" parentProjectId=\"1\"/>"]));
        Assert.Equal([new TableauProject("1", "Top", null), new TableauProject("2", "Inner", "1")], await _bench.Site.ListProjectsAsync(default));
    }

    [Fact]
    public async Task The_name_of_an_account_that_is_hidden_is_unknown()
    {
        Stub.On("GET /users/known", _ => Answer.Xml("<user id=\"known\" name=\"ada\" siteRole=\"Viewer\"/>"));
        Stub.On("GET /users/hidden", _ => Answer.Error("403004"));
        Stub.On("GET /users/gone", _ => Answer.Error("404002"));

        Assert.Equal("ada", await _bench.Site.GetUserNameAsync("known", default));
        Assert.Null(await _bench.Site.GetUserNameAsync("hidden", default));
        Assert.Null(await _bench.Site.GetUserNameAsync("gone", default));
    }

    public void Dispose() => _bench.Dispose();

    private static string Workbook(string id, string name) => $"<workbook id=\"{id}\" name=\"{System.Security.SecurityElement.Escape(name)}\"/>";

    private async Task<int> CountAsync()
    {
        var count = 0;
        await foreach (var _ in _bench.Site.ListItemsAsync(ResourceType.Workbook, default))
        {
            count++;
        }

        return count;
    }
}
