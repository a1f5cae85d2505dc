using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Rpc.Requests;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rpc.Requests;

public sealed class ConnectionReadingTests
{
    private static readonly Dictionary<string, (Action<ConnectionSelector> Spoil, string[] Fields)> Bad = new()
    {
        ["a long server"] = (s => s.Server = new string('s', 257), ["selector.server"]),
        ["101 sites"] = (s => s.Sites.Add(Enumerable.Repeat("s", 101)), ["selector.sites"]),
        ["a long site"] = (s => s.Sites.Add(["", new string('s', 257)]), ["selector.sites[1]"]),
        ["an account without its host"] = (s => s.AccountHost = "acme-analytics", ["selector.account_host"]),
        ["aliases of nothing"] = (s => s.AccountAliases.Add("a.snowflakecomputing.com"), ["selector.account_aliases"]),
        ["an empty alias"] = (s => Alias(s, "x.y", ""), ["selector.account_aliases[1]"]),
        ["seventeen aliases"] = (s => Alias(s, [.. Enumerable.Repeat("x.y", 17)]), ["selector.account_aliases"]),
        ["a long user"] = (s => s.UserName = new string('u', 257), ["selector.user_name"]),
        ["a user with a control character"] = (s => s.UserName = "a\nb", ["selector.user_name"]),
        ["a kind left unsaid"] = (s => s.AuthenticationKinds.Add([AuthenticationKind.Oauth, AuthenticationKind.Unspecified]), ["selector.authentication_kinds[1]"]),
        ["a kind of tomorrow"] = (s => s.AuthenticationKinds.Add((AuthenticationKind)99), ["selector.authentication_kinds[0]"]),
        ["an item type left unsaid"] = (s => s.ItemTypes.Add(ConnectionItemType.Unspecified), ["selector.item_types[0]"]),
        ["seventeen item types"] = (s => s.ItemTypes.Add(Enumerable.Repeat(ConnectionItemType.Flow, 17)), ["selector.item_types"]),
        ["101 projects"] = (s => s.Projects.Add(Enumerable.Repeat("p", 101)), ["selector.projects"]),
        ["an empty project"] = (s => s.Projects.Add(["a", "b", ""]), ["selector.projects[2]"]),
        ["a project with a slash in front"] = (s => s.Projects.Add("/a"), ["selector.projects[0]"]),
        ["a project with two slashes"] = (s => s.Projects.Add("a//b"), ["selector.projects[0]"]),
        ["a percent sign of one's own"] = (s => s.Projects.Add("100% sure"), ["selector.projects[0]"]),
        ["a percent sign at the end"] = (s => s.Projects.Add("100%"), ["selector.projects[0]"]),
        ["a deep project"] = (s => s.Projects.Add(string.Join('/', Enumerable.Repeat("p", 21))), ["selector.projects[0]"]),
        ["a long project"] = (s => s.Projects.Add($"a/{new string('p', 257)}"), ["selector.projects[0]"]),
        ["1,001 ids"] = (s => s.ConnectionIds.Add(Enumerable.Repeat("i", 1_001)), ["selector.connection_ids"]),
        ["an empty id"] = (s => s.ConnectionIds.Add(["x", ""]), ["selector.connection_ids[1]"]),
        ["several"] = (
            s =>
            {
                s.Projects.Add("");
                s.AccountAliases.Add("x");
                s.ItemTypes.Add((ConnectionItemType)99);
            },
            ["selector.account_aliases", "selector.account_aliases[0]", "selector.item_types[0]", "selector.projects[0]"]),
    };

    public static TheoryData<string> BadCases => [.. Bad.Keys];

    [Theory]
    [MemberData(nameof(BadCases))]
    public void A_bad_selector_is_refused_by_field(string what)
    {
        var selector = new ConnectionSelector();
        Bad[what].Spoil(selector);
        Assert.Equal(Bad[what].Fields, BadFields.Of(() => ConnectionRequests.Read(new ListConnectionsRequest { Selector = selector })));
    }

    [Fact]
    public void Paging_is_checked_together_with_the_rest() => Assert.Equal(
        ["selector.connection_ids[0]", "page_size", "page_token"],
        BadFields.Of(() => ConnectionRequests.Read(new ListConnectionsRequest
        {
            Selector = new ConnectionSelector { ConnectionIds = { "" } },
            PageSize = -1,
            PageToken = new string('x', 16_385),
        })));

    [Fact]
    public void Nothing_chooses_everything()
    {
        Assert.Equal((ConnectionQuery.Everything, false, 100, ""), ConnectionRequests.Read(new ListConnectionsRequest()));
        Assert.Equivalent(ConnectionQuery.Everything, Read(new ConnectionSelector()));
    }

    [Fact]
    public void What_is_given_arrives()
    {
        var query = Read(new ConnectionSelector
        {
            Server = "main",
            Sites = { "", "marketing", "" },
            AccountHost = "https://Acme-Analytics.snowflakecomputing.com/",
            AccountAliases = { "xy12345.eu-west-1.snowflakecomputing.com", "acme_analytics.privatelink.snowflakecomputing.com" },
            UserName = "TABLEAU_SVC",
            AuthenticationKinds = { AuthenticationKind.Password },
            ItemTypes = { ConnectionItemType.Workbook, ConnectionItemType.Workbook },
            Projects = { "Finance", "R&D/In%2fOut/100%25/%252F" },
            ConnectionIds = { "1", "2", "1" },
        });

        Assert.Equal(("main", "TABLEAU_SVC"), (query.Server, query.UserName));
        Assert.Equal(["", "marketing"], query.Sites);
        Assert.Equal(
            ["acme-analytics.snowflakecomputing.com", "xy12345.eu-west-1.snowflakecomputing.com"], query.Accounts.Select(account => account.Name).Order());
        Assert.Equal([AuthenticationKind.Password], query.AuthenticationKinds);
        Assert.Equal([ConnectionItemType.Workbook], query.ItemTypes);
        Assert.Equal([["Finance"], ["R&D", "In/Out", "100%", "%2F"]], query.Projects);
        Assert.Equal(["1", "2"], query.ConnectionIds);
    }

    private static void Alias(ConnectionSelector selector, params string[] hosts)
    {
        selector.AccountHost = "a.b.c";
        selector.AccountAliases.Add(hosts);
    }

    private static ConnectionQuery Read(ConnectionSelector selector) => ConnectionRequests.Read(new ListConnectionsRequest { Selector = selector }).Query;
}
