using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.V1;
using Xunit;
using static GrpcRefresh.Tests.Catalog.CatalogWorkbench;

namespace GrpcRefresh.Tests.Catalog;

public sealed class ReferenceReaderTests : IDisposable
{
    private readonly CatalogWorkbench _bench = new();

    [Theory]
    [InlineData("https://tableau.example.com/#/site/marketing/workbooks/123/views", "marketing", ResourceType.Workbook, "123")]
    [InlineData("https://tableau.example.com/#/site/marketing/datasources/123", "marketing", ResourceType.Datasource, "123")]
    [InlineData("https://tableau.example.com/#/site/marketing/datasources/123/connections", "marketing", ResourceType.Datasource, "123")]
    [InlineData("https://tableau.example.com/#/workbooks/8976", "", ResourceType.Workbook, "8976")]
    [InlineData("https://tableau.example.com/#/datasources/8976/askData", "", ResourceType.Datasource, "8976")]
    [InlineData(" https://tableau.example.com/#/workbooks/8976/views?:origin=card_share_link&order=name ", "", ResourceType.Workbook, "8976")]
    [InlineData("https://tableau.example.com/#/site/my%2Dsite/workbooks/1", "my-site", ResourceType.Workbook, "1")]
    public void An_address_tells_site_type_and_number(string text, string site, ResourceType type, string number) =>
        Assert.Equal(new ResourceUrl("tableau.example.com", site, type, number), ResourceUrl.Parse(text));

    [Theory]
    [InlineData("https://tableau.example.com/#/site/marketing/views/Orders/Sheet1?:iid=1", "view")]
    [InlineData("https://tableau.example.com/#/views/Orders/Sheet1", "view")]
    [InlineData("https://tableau.example.com/t/marketing/views/Orders/Sheet1", "view")]
    [InlineData("https://tableau.example.com/views/Orders/Sheet1", "view")]
    [InlineData("https://tableau.example.com/t/marketing/authoring/Orders/Sheet1", "view")]
    [InlineData("https://tableau.example.com/#/site/marketing/projects/12", "names no workbook or data source")]
    [InlineData("https://tableau.example.com/#/site/marketing/workbooks", "names no workbook or data source")]
    [InlineData("https://tableau.example.com/#/site/marketing/workbooks/abc", "names no workbook or data source")]
    [InlineData("https://tableau.example.com/", "names no workbook or data source")]
    [InlineData("tableau.example.com/#/workbooks/1", "no address")]
    [InlineData("ftp://tableau.example.com/#/workbooks/1", "no address")]
    [InlineData("", "no address")]
    public void Another_address_is_refused_with_a_remedy(string text, string why)
    {
        var failure = Assert.Throws<RefusedException>(() => ResourceUrl.Parse(text)).Failure;
        Assert.Equal("resource.url", Assert.Single(failure.Fields).Field);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endless_address_is_refused() =>
        Assert.Throws<RefusedException>(() => ResourceUrl.Parse("https://tableau.example.com/#/workbooks/1?" + new string('x', 2_048)));

    public static TheoryData<object, string> BadReferences => new()
    {
        { new ResourceReference(ResourceType.Workbook, "", "", null, null, null), "resource" },
        { new ResourceReference(ResourceType.Workbook, "", "", SalesOrders, null, "https://tableau.example.com/#/workbooks/1"), "resource" },
        { ByLuid("123"), "resource.luid" },
        { ByLuid(SalesOrders) with { Type = ResourceType.Unspecified }, "resource.type" },
        { ByLuid(SalesOrders) with { Type = (ResourceType)7 }, "resource.type" },
        { ByPath("Orders"), "resource.path.project_path" },
        { ByPath("Orders", "Sales", ""), "resource.path.project_path" },
        { ByPath("Orders", [.. Enumerable.Repeat("x", 21)]), "resource.path.project_path" },
        { ByPath("", "Sales"), "resource.path.name" },
        { ByUrl("https://elsewhere.example.com/#/workbooks/1"), "resource.url" },
        { ByUrl("https://tableau.example.com:8443/#/workbooks/1"), "resource.url" },
        { ByUrl("https://tableau.example.com/#/workbooks/1", ResourceType.Datasource), "resource.type" },
        { ByUrl("https://tableau.example.com/#/site/sales/workbooks/1", site: "marketing"), "resource.site" },
        { ByUrl("https://tableau.example.com/#/workbooks/1", server: "cloud"), "resource.server" },
    };

    [Theory]
    [MemberData(nameof(BadReferences))]
    public async Task A_bad_reference_is_refused_by_its_field_and_Tableau_is_not_asked(object reference, string field)
    {
        var e = await Assert.ThrowsAsync<RefusedException>(() => _bench.ResolveAsync((ResourceReference)reference));

        Assert.Equal(ErrorReason.InvalidRequest, e.Failure.Reason);
        Assert.Equal(field, Assert.Single(e.Failure.Fields).Field);
        Assert.Empty(_bench.Stub.Calls);
    }

    [Theory]
    [InlineData("https://tableau.example.com/#/site/unknown/workbooks/1")]
    public async Task A_site_that_is_not_configured_is_refused(string url)
    {
        var e = await Assert.ThrowsAsync<RefusedException>(() => _bench.ResolveAsync(ByUrl(url)));
        Assert.Equal((ErrorReason.SiteNotConfigured, "unknown"), (e.Failure.Reason, e.Failure.Metadata["site"]));
    }

    [Fact]
    public async Task Type_site_and_server_that_agree_with_the_address_are_fine()
    {
        _bench.Stub.On("POST /api/metadata/graphql", _ => Tableau.Answer.Json($$$"""{"data":{"workbooks":[{"luid":"{{{SalesOrders}}}"}]}}"""));

        var item = await _bench.ResolveAsync(ByUrl("https://tableau.example.com/#/site/sales/workbooks/1", ResourceType.Workbook, "Sales", "Default"));

        Assert.Equal(new SiteKey("default", "sales"), item.Site);
    }

    public void Dispose() => _bench.Dispose();
}
