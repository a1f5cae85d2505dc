using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog.Mapping;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Catalog.Mapping;

public sealed class SitePlanTests
{
    private static readonly string Luid = CatalogWorkbench.Luid(1);
    private static readonly SiteKey Site = new("default", "");
    private static readonly ListedItem Orders = new(ResourceType.Workbook, Luid, "Orders", "EMEA", "Sales/EMEA", "ada", "https://tableau/1");

    [Fact]
    public void A_row_that_says_the_same_is_no_change() => Assert.Equal(new SiteSync(Site, Workbooks: 1), Count(Row()));

    [Fact]
    public void An_owner_that_Tableau_does_not_tell_is_no_change() =>
        Assert.Equal(0, new SitePlan(Site, [Orders with { Owner = "" }], [Row()], isOnly: true).Count([]).Changed);

    public static TheoryData<string> Differences => ["type", "name", "project", "site", "server", "path", "owner", "url", "spelling"];

    [Theory]
    [MemberData(nameof(Differences))]
    public void A_row_that_says_something_else_is_one(string what)
    {
        var row = what switch
        {
            "type" => Row() with { TypeWord = "Workbook" },
            "name" => Row() with { Name = "orders" },
            "project" => Row() with { Project = "APAC" },
            "site" => Row() with { Site = "marketing" },
            "server" => Row() with { Server = "" },
            "path" => Row() with { Path = "EMEA" },
            "owner" => Row() with { Owner = "bob" },
            "url" => Row() with { Url = "" },
            _ => new MappingRow("workbook", "Orders", "EMEA", "", Luid.ToUpperInvariant(), "default", "Sales/EMEA", "ada", "https://tableau/1", false),
        };

        Assert.Equal(new SiteSync(Site, Workbooks: 1, Changed: 1), Count(row));
    }

    [Fact]
    public void A_row_of_another_server_is_none_of_its_content() => Assert.Equal(new SiteSync(Site, Workbooks: 1, Added: 1), Count(Row() with { Server = "other" }));

    [Fact]
    public void A_marked_row_returns() => Assert.Equal(new SiteSync(Site, Workbooks: 1, Returned: 1), Count(Row() with { HasVanished = true }));

    [Theory]
    [InlineData("default", "", false, true, true)]
    [InlineData("default", "", false, false, true)]
    [InlineData("", "", false, true, true)]
    [InlineData("", "", false, false, false)]
    [InlineData("other", "", false, true, false)]
    [InlineData("default", "marketing", false, true, false)]
    [InlineData("default", "", true, true, false)]
    public void What_is_not_listed_is_missing_if_it_is_of_this_site_for_sure(string server, string site, bool vanished, bool isOnly, bool missing)
    {
        var row = Row(CatalogWorkbench.Luid(2)) with { Server = server, Site = site, HasVanished = vanished };

        Assert.Equal(missing, new SitePlan(Site, [Orders], [row], isOnly).Missing.Count == 1);
    }

    [Fact]
    public void A_row_without_a_luid_is_left_alone()
    {
        var plan = new SitePlan(Site, [Orders], [new MappingRow("workbook", "A", "B", "", "no luid", "", "", "", "", false)], isOnly: true);

        Assert.Empty(plan.Missing);
        Assert.Equal(Luid, Assert.Single(plan.Changes([])).Id);
    }

    [Fact]
    public void Each_spelling_of_an_id_is_written_so_that_no_row_is_left_behind()
    {
        var shouted = new MappingRow("workbook", "Orders", "EMEA", "", Luid.ToUpperInvariant(), "", "", "", "", false);

        var changes = new SitePlan(Site, [Orders], [Row(), shouted], isOnly: true).Changes([]);

        Assert.Equal([Luid, Luid.ToUpperInvariant()], changes.Select(change => change.Id));
        Assert.All(changes, change => Assert.Equal(Luid, change.Luid));
    }

    [Fact]
    public void A_site_without_anything_looks_lost_only_where_there_are_rows()
    {
        Assert.True(new SitePlan(Site, [], [Row()], isOnly: true).LooksLost);
        Assert.False(new SitePlan(Site, [], [], isOnly: true).LooksLost);
    }

    private static SiteSync Count(params MappingRow[] rows) => new SitePlan(Site, [Orders], rows, isOnly: true).Count([]);

    private static MappingRow Row(string? luid = null) => new("workbook", "Orders", "EMEA", "", luid ?? Luid, "default", "Sales/EMEA", "ada", "https://tableau/1", false);
}
