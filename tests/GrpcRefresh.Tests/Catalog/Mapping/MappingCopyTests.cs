using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Catalog.Mapping;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Catalog.Mapping;

public sealed class MappingCopyTests
{
    private static readonly MappingRow Nested = new("workbook", "Orders", "A/B", "Marketing", CatalogWorkbench.Luid(1), "default", "Sales/A%2FB", "", "", false);
    private static readonly MappingRow ByHand = new("WORKBOOK", "Orders", "A/B", "marketing", CatalogWorkbench.Luid(2), "", "", "", "", false);

    [Theory]
    [InlineData("A/B", true)]
    [InlineData("Sales", false)]
    [InlineData("a/b", false)]
    public void A_single_project_is_the_innermost(string project, bool fits) => Assert.Equal(fits, Find([Nested], project).Count > 0);

    [Fact]
    public void Several_projects_are_the_whole_path()
    {
        Assert.Single(Find([Nested], "Sales", "A/B"));
        Assert.Empty(Find([Nested], "Finance", "A/B"));
        Assert.Single(Find([ByHand], "Finance", "A/B"));
    }

    [Fact]
    public void A_row_without_a_server_may_be_of_any_and_each_id_counts_once()
    {
        Assert.Single(Find([ByHand], new SiteKey("other", "marketing"), "A/B"));
        Assert.Empty(Find([Nested], new SiteKey("other", "marketing"), "A/B"));
        Assert.True(Assert.Single(Find([Nested, Nested with { Server = "" }], "A/B")).IsHandWritten);
    }

    [Fact]
    public void Rows_that_are_marked_stale_or_no_content_do_not_count()
    {
        Assert.Empty(Find([Nested with { HasVanished = true }], "A/B"));
        Assert.Empty(Find([new MappingRow("flow", "Orders", "A/B", "marketing", CatalogWorkbench.Luid(1), "", "", "", "", false)], "A/B"));
        Assert.Empty(Find([new MappingRow("workbook", "Orders", "A/B", "marketing", "1", "", "", "", "", false)], "A/B"));

        var copy = new MappingCopy([Nested], default);
        Assert.True(copy.MarkStale(Nested));
        Assert.False(copy.MarkStale(Nested));
        Assert.Empty(copy.Find(new SiteKey("default", "marketing"), ResourceType.Workbook, new ResourceNamePath(["A/B"], "Orders")));
    }

    private static List<MappingRow> Find(MappingRow[] rows, params string[] projects) => Find(rows, new SiteKey("default", "marketing"), projects);

    private static List<MappingRow> Find(MappingRow[] rows, SiteKey site, params string[] projects) =>
        [.. new MappingCopy(rows, default).Find(site, ResourceType.Workbook, new ResourceNamePath(projects, "Orders"))];
}
