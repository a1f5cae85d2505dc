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
        Assert.Equal(0, Plan([Orders with { Owner = "" }], Row()).Count([]).Changed);

    public static TheoryData<string> Differences => ["type", "name", "project", "site", "path", "owner", "url", "spelling"];

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

    [Fact]
    public void A_row_that_somebody_wrote_is_left_as_it_is_beside_the_services_own()
    {
        var alias = Row() with { Name = "Our orders", Server = "" };

        Assert.Equal(new SiteSync(Site, Workbooks: 1, Added: 1), Count(alias));
        Assert.Equal(new SiteSync(Site, Workbooks: 1), Count(alias, Row()));
        Assert.False(Assert.Single(Plan([Orders], alias).Changes([])).Hand);
    }

    [Fact]
    public void A_marked_row_that_somebody_wrote_loses_the_mark_and_nothing_else()
    {
        var alias = Row() with { Name = "Our orders", Server = "", HasVanished = true };

        var plan = Plan([Orders], alias, Row());

        Assert.Equal(1, plan.Count([]).Returned);
        Assert.Equal(new MappingChange(Luid, Gone: false, Hand: true), plan.Changes([])[1]);
        Assert.Single(Plan([Orders], alias with { Site = "marketing" }, Row()).Changes([]));
    }

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

        Assert.Equal(missing, new SitePlan(Site, [Orders], [row], new ListedContent([(Site, [Orders])]), isOnly).Missing.Count == 1);
    }

    [Theory]
    [InlineData("", "other", false)]
    [InlineData("default", "other", true)]
    [InlineData("", "default", false)]
    [InlineData("default", "default", false)]
    public void What_another_site_of_the_same_sync_lists_is_not_missing(string server, string listedOn, bool missing)
    {
        var (marketing, row) = (new SiteKey("default", "marketing"), Row() with { Server = server, Site = "marketing" });
        var listed = new ListedContent([(marketing, []), (new SiteKey(listedOn, ""), [Orders])]);

        Assert.Equal(missing, new SitePlan(marketing, [], [row], listed, isOnly: true).Missing.Count == 1);
    }

    [Fact]
    public void A_row_without_a_luid_is_left_alone()
    {
        var plan = Plan([Orders], new MappingRow("workbook", "A", "B", "", "no luid", "", "", "", "", false));

        Assert.Empty(plan.Missing);
        Assert.Equal(Luid, Assert.Single(plan.Changes([])).Id);
    }

    [Fact]
    public void Each_spelling_of_an_id_is_written_so_that_no_row_is_left_behind()
    {
        var shouted = new MappingRow("workbook", "Orders", "EMEA", "", Luid.ToUpperInvariant(), "default", "", "", "", false);

        var changes = Plan([Orders], Row(), shouted).Changes([]);

        Assert.Equal([Luid, Luid.ToUpperInvariant()], changes.Select(change => change.Id));
        Assert.All(changes, change => Assert.Equal(Luid, change.Luid));
    }

    [Fact]
    public void A_site_without_anything_looks_lost_only_where_there_are_rows()
    {
        Assert.True(Plan([], Row()).LooksLost([Row()]));
        Assert.False(Plan([]).LooksLost([]));
    }

    [Theory]
    [InlineData(40, 21, true)]
    [InlineData(41, 20, false)]
    [InlineData(42, 21, false)]
    [InlineData(20, 20, false)]
    [InlineData(21, 21, true)]
    public void A_type_of_which_most_has_gone_looks_lost_whatever_there_is_of_the_other(int known, int gone, bool lost)
    {
        var rows = Enumerable.Range(100, known).Select(i => Row(CatalogWorkbench.Luid(i), "datasource")).ToList();
        var others = Enumerable.Range(1_000, 100).Select(i => Row(CatalogWorkbench.Luid(i))).ToList();
        var items = rows.Skip(gone).Concat(others).Select(row => Orders with { Type = row.Type!.Value, Luid = row.Luid! }).ToList();

        var plan = Plan(items, [.. rows, .. others]);

        Assert.Equal(gone, plan.Missing.Count);
        Assert.Equal(lost, plan.LooksLost(plan.Missing));
        Assert.False(plan.LooksLost([.. plan.Missing.Take(20)]));
    }

    private static SiteSync Count(params MappingRow[] rows) => Plan([Orders], rows).Count([]);

    private static SitePlan Plan(IReadOnlyList<ListedItem> items, params MappingRow[] rows) => new(Site, items, rows, new ListedContent([(Site, items)]), isOnly: true);

    private static MappingRow Row(string? luid = null, string type = "workbook") => new(type, "Orders", "EMEA", "", luid ?? Luid, "default", "Sales/EMEA", "ada", "https://tableau/1", false);
}
