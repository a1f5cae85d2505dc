using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.Tests.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Catalog.Connections;

public sealed class ConnectionSelectionTests : IDisposable
{
    private static readonly Dictionary<string, (ConnectionQuery Query, ConnectionRecord Connection, bool Matches)> Cases = new()
    {
        ["everything"] = (ConnectionQuery.Everything, The.Connection(), true),
        ["account"] = (Account("acme-analytics.snowflakecomputing.com"), The.Connection(host: "ACME_analytics.privatelink.snowflakecomputing.com"), true),
        ["alias"] = (Account("x.snowflakecomputing.com", "acme-analytics.snowflakecomputing.com"), The.Connection(), true),
        ["other account"] = (Account("x.snowflakecomputing.com"), The.Connection(), false),
        ["no host"] = (Account("x.snowflakecomputing.com"), The.Connection(host: ""), false),
        ["user"] = (Query with { UserName = "tableau_svc" }, The.Connection(), true),
        ["other user"] = (Query with { UserName = "TABLEAU" }, The.Connection(), false),
        ["kind"] = (Query with { AuthenticationKinds = [AuthenticationKind.Oauth, AuthenticationKind.Password] }, The.Connection(), true),
        ["other kind"] = (Query with { AuthenticationKinds = [AuthenticationKind.Oauth] }, The.Connection(), false),
        ["item type"] = (Query with { ItemTypes = [ConnectionItemType.Workbook] }, The.Connection(), true),
        ["other item type"] = (Query with { ItemTypes = [ConnectionItemType.Flow] }, The.Connection(), false),
        ["id"] = (Query with { ConnectionIds = ["x", "C"] }, The.Connection(id: "c"), true),
        ["other id"] = (Query with { ConnectionIds = ["x"] }, The.Connection(id: "c"), false),
        ["project"] = (Query with { Projects = [["Finance", "Daily"]] }, The.Connection(), true),
        ["project above"] = (Query with { Projects = [["Sales"], ["Finance"]] }, The.Connection(), true),
        ["project below"] = (Query with { Projects = [["Finance", "Daily", "EMEA"]] }, The.Connection(), false),
        ["project of another case"] = (Query with { Projects = [["finance"]] }, The.Connection(), false),
        ["project that only begins so"] = (Query with { Projects = [["Fin"]] }, The.Connection(), false),
        ["inner project"] = (Query with { Projects = [["Daily"]] }, The.Connection(), false),
        ["personal space"] = (Query with { Projects = [["Finance"]] }, The.Connection(path: []), false),
        ["all but one part"] = (Account("acme-analytics.snowflakecomputing.com") with { UserName = "x" }, The.Connection(), false),
        ["another site"] = (Query, The.Connection(site: new SiteKey("default", "elsewhere")), false),
        ["a link to what is chosen"] = (Account("acme-analytics.snowflakecomputing.com") with { UserName = "TABLEAU_SVC" }, Link("x", "TABLEAU_SVC"), true),
        // Its first connection has the account, its second the user.
        ["a link to two halves"] = (Account("acme-analytics.snowflakecomputing.com") with { UserName = "U" }, Link("U", "TABLEAU_SVC"), false),
    };

    private readonly TableauWorkbench _bench = new(server =>
    {
        server.Sites.Add(new TableauSiteOptions { ContentUrl = "sales", Credential = { PatName = "second", PatSecret = new("s") } });
        server.Sites.Add(new TableauSiteOptions { ContentUrl = "Marketing", Credential = { PatName = "third", PatSecret = new("s") } });
    });

    private static ConnectionQuery Query => ConnectionQuery.Everything;

    [Theory]
    [InlineData("Finance", true)]
    [InlineData("Finance/Daily", true)]
    [InlineData("Sales", false)]
    public void A_caller_chooses_among_what_it_may_see(string project, bool matches) => Assert.Equal(
        matches, ConnectionSelection.Of(Query, _bench.Sites, SomeCaller.Named("x", scope: SomeCaller.Scope([""], project))).Matches(The.Connection()));

    [Theory]
    [InlineData(true, "Ledgers")]
    [InlineData(true)]
    [InlineData(false, "Ledgers/Inner")]
    [InlineData(false, "Elsewhere")]
    public void Of_a_link_that_leads_out_of_its_reach_a_caller_learns_neither_where_nor_who_signs_in_there(bool shown, params string[] also)
    {
        var link = Link("TABLEAU_SVC");
        var scope = SomeCaller.Scope([""], also.Length == 0 ? [] : ["Finance", .. also]);
        ConnectionSelection Choose(ConnectionQuery query) => ConnectionSelection.Of(query, _bench.Sites, SomeCaller.Named("x", scope: scope));

        var seen = Choose(Query).Shown(link);

        Assert.Equal(shown, Choose(Query with { UserName = "TABLEAU_SVC" }).Matches(link));
        Assert.True(Choose(Query).Matches(link));
        Assert.Equal(shown ? (link.DatasourceName, link.DatasourceLuid) : ("", ""), (seen.DatasourceName, seen.DatasourceLuid));
        Assert.Equal(shown, seen.ObstacleDetail.Contains("Ledger", StringComparison.Ordinal));
        Assert.Equal(shown ? 1 : 0, seen.LeadsTo.Count);
    }

    [Fact]
    public void A_caller_asks_no_site_that_it_may_not_see() =>
        Assert.Equal(["sales"], ConnectionSelection.Of(Query, _bench.Sites, SomeCaller.Named("x", scope: SomeCaller.Scope(["SALES"]))).Sites.Select(site => site.Key.ContentUrl));

    public static TheoryData<string> Elsewhere => ["server", "site", "site that is not configured", "project"];

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public void A_choice_that_leads_outside_is_refused_alike_whether_that_exists_or_not(string what)
    {
        var query = what switch
        {
            "server" => Query with { Server = "other" },
            "site" => Query with { Sites = ["sales"] },
            "project" => Query with { Projects = [["Sales"]] },
            _ => Query with { Sites = ["nowhere"] },
        };
        var caller = SomeCaller.Named("x", scope: SomeCaller.Scope(["marketing"], "Finance/Daily") with { Servers = ["default"] });

        Assert.Equal(
            ErrorReason.PermissionDenied,
            Assert.Throws<RefusedException>(() => ConnectionSelection.Of(query, _bench.Sites, caller)).Failure.Reason);
    }

    [Fact]
    public void A_project_above_those_of_the_caller_chooses_what_lies_in_both() =>
        Assert.True(ConnectionSelection.Of(
            Query with { Projects = [["Finance"]] }, _bench.Sites, SomeCaller.Named("x", scope: SomeCaller.Scope([""], "Finance/Daily"))).Matches(The.Connection()));

    [Fact]
    public void Of_an_item_that_could_not_be_read_only_those_hear_who_may_see_all_of_its_site()
    {
        var (item, site) = (new InventoryHole(new SiteKey("default", ""), "luid", "x"), new InventoryHole(new SiteKey("default", ""), "", "x"));

        var ofProject = ConnectionSelection.Of(Query, _bench.Sites, SomeCaller.Named("x", scope: SomeCaller.Scope([""], "Finance")));
        var ofSite = ConnectionSelection.Of(Query, _bench.Sites, SomeCaller.Named("x", scope: SomeCaller.Scope([""])));
        var ofAnother = ConnectionSelection.Of(Query, _bench.Sites, SomeCaller.Named("x", scope: SomeCaller.Scope(["sales"])));

        Assert.Equal((false, true), (ofProject.IsVisible(item), ofProject.IsVisible(site)));
        Assert.Equal((true, true), (ofSite.IsVisible(item), ofSite.IsVisible(site)));
        Assert.Equal((false, false), (ofAnother.IsVisible(item), ofAnother.IsVisible(site)));
    }

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void All_given_parts_must_hold(string what) =>
        Assert.Equal(Cases[what].Matches, Select(Cases[what].Query).Matches(Cases[what].Connection));

    [Fact]
    public void Sites_are_found_by_server_and_name_whatever_their_case()
    {
        Assert.Equal(["", "Marketing", "sales"], Sites(Query));
        Assert.Equal(["", "Marketing", "sales"], Sites(Query with { Server = "DEFAULT" }));
        Assert.Equal(["", "Marketing"], Sites(Query with { Sites = ["MARKETING", ""] }));
    }

    [Theory]
    [InlineData("other", "sales", "other", "")]
    [InlineData("", "nowhere", "", "nowhere")]
    [InlineData("default", "nowhere", "default", "nowhere")]
    public void A_site_that_is_not_configured_is_refused(string server, string site, string toldServer, string toldSite)
    {
        var e = Assert.Throws<RefusedException>(() => Select(Query with { Server = server, Sites = ["", site] }));
        Assert.Equal(
            (ErrorReason.SiteNotConfigured, toldServer, toldSite), (e.Failure.Reason, e.Failure.Metadata["server"], e.Failure.Metadata["site"]));
    }

    [Fact]
    public void Only_named_connections_need_all_types()
    {
        Assert.False(Select(Account("a.b") with { Projects = [["x"]] }).NeedsAllConnectionTypes);
        Assert.True(Select(Query with { ConnectionIds = ["x"] }).NeedsAllConnectionTypes);
    }

    [Fact]
    public void Choices_are_told_apart()
    {
        ConnectionQuery[] choices =
        [
            Query, Query with { Server = "default" }, Query with { Sites = [""] }, Query with { Sites = ["sales"] }, Account("a.b"), Account("a.c"),
            Query with { UserName = "u" }, Query with { Projects = [["a", "b"]] }, Query with { Projects = [["a"], ["b"]] }, Query with { ConnectionIds = ["1"] },
            Query with { ItemTypes = [ConnectionItemType.Flow] }, Query with { AuthenticationKinds = [AuthenticationKind.Oauth] },
        ];

        Assert.Equal(choices.Length, choices.Select(choice => Select(choice).Fingerprint).Distinct().Count());
        Assert.Equal(Select(Account("A.b")).Fingerprint, Select(Account("a.b")).Fingerprint);
    }

    public void Dispose() => _bench.Dispose();

    private static ConnectionQuery Account(params string[] hosts) => Query with { Accounts = [.. hosts.Select(host => AccountHost.Of(host)!)] };

    private static ConnectionRecord Link(params string[] users) => The.Connection(host: "localhost", user: "") with
    {
        LeadsTo = [.. users.Select((user, i) => new ConnectionTarget(i == users.Length - 1 ? InventoryWorkbench.Account : "x.y", user, AuthenticationKind.Password, ["Ledgers"]))],
        Obstacle = ConnectionObstacle.PublishedDatasource,
        DatasourceName = "Ledger",
        DatasourceLuid = "ledger-luid",
        ObstacleDetail = "It leads to the published data source 'Ledger' (ledger-luid).",
    };

    private ConnectionSelection Select(ConnectionQuery query) => ConnectionSelection.Of(query, _bench.Sites, SomeCaller.Anonymous);

    private IEnumerable<string> Sites(ConnectionQuery query) => Select(query).Sites.Select(site => site.Key.ContentUrl);
}
