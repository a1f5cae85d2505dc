using System.Text.Json;
using System.Text.Json.Nodes;
using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.World;
using Xunit;

namespace GrpcRefresh.FunctionalTests.Simulator;

/// <summary>The ways to Snowflake connections: the data sources' filters, and the metadata API.</summary>
public sealed class DiscoveryTests : SimulatorTest
{
    protected override void Configure(TableauSimulatorOptions options) => options.Variety = true;

    [Theory]
    [InlineData("connectionType:eq:snowflake,projectName:eq:Finance", "Ledger")]
    [InlineData("connectionType:in:[sqlserver,oracle]", "Carriers")]
    [InlineData("connectionTo:eq:ACME-Analytics.SnowflakeComputing.com", "Shipments")]
    [InlineData("serverName:cieq:acme-analytics.snowflakecomputing.com,databaseName:eq:OPERATIONS,connectionTo:cieq:ACME-ANALYTICS.snowflakecomputing.com", "Shipments,Sensor Readings,Inventory Snapshot")]
    [InlineData("authenticationType:in:[auth-keypair,oauth,auth-none]", "Leads,Sensor Readings,No Authentication,Managed Keychain")]
    [InlineData("connectionType:eq:snowflake,databaseUserName:eq:tableau_svc", "")]
    public async Task Data_sources_are_found_by_what_they_connect_to(string filter, string names)
    {
        var answer = await (await SignInAsync()).GetAsync($"/datasources?filter={filter}");

        Assert.Equal(names, string.Join(',', answer.Values("datasource", "name")));
    }

    [Theory]
    [InlineData("3.20", "3.20", null)]
    [InlineData("3.20", "3.19", "400065")]
    [InlineData("99.0", "3.27", "400065")]
    public async Task From_which_version_on_the_newer_keys_are_known_is_a_setting(string since, string version, string? code)
    {
        using var _ = await Http.PatchAsync("/_sim/settings", new StringContent($$"""{"datasourceFiltersSince":"{{since}}"}"""));
        var demo = await SignInAsync(version: version);

        var answers = new[] { await demo.GetAsync("/datasources?filter=connectionType:eq:snowflake"), await demo.GetAsync("/datasources?sort=size:asc") };

        Assert.All(answers, answer => Assert.Equal(code, answer.Status == 200 ? null : answer.Code));
        Assert.Equal(200, (await demo.GetAsync("/datasources?filter=name:eq:Ledger")).Status);
    }

    [Fact]
    public async Task Lists_of_connections_leave_out_what_the_seed_leaves_out()
    {
        var demo = await SignInAsync();
        async Task<Dictionary<string, string>> AttributesAsync(string name) =>
            (await demo.GetAsync($"/datasources/{Item($"Variety/{name}").Luid}/connections")).All("connection").Single()
                .Attributes().ToDictionary(attribute => attribute.Name.LocalName, attribute => attribute.Value);

        Assert.Equal("443", (await AttributesAsync("No Word"))["serverPort"]);
        Assert.DoesNotContain("authenticationType", (await AttributesAsync("No Word")).Keys);
        Assert.DoesNotContain("embedPassword", (await AttributesAsync("Old Word")).Keys);
        Assert.Equal("false", (await AttributesAsync("Asking Viewers"))["embedPassword"]);
        Assert.Equal("true", (await AttributesAsync("Managed Keychain"))["useOAuthManagedKeychain"]);
        Assert.DoesNotContain("useOAuthManagedKeychain", (await AttributesAsync("Hyphenated Word")).Keys);
    }

    [Fact]
    public async Task Passwords_that_tableau_does_not_keep_fail_a_refresh_and_every_word_for_a_password_works()
    {
        foreach (var item in Tableau.World.Items.Where(item => item.Project.Name == "Variety"))
        {
            Tableau.World.StartScheduledRefresh(item.Luid);
        }

        Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(["Asking Viewers"], Tableau.World.Jobs.Where(job => job.FinishCode == 1).Select(job => job.ItemName));
        Assert.Equal(9, Tableau.World.Jobs.Count(job => job.FinishCode == 0));
    }

    [Theory]
    [InlineData("databases")]
    [InlineData("databaseServers")]
    public async Task The_metadata_api_leads_from_snowflake_to_all_that_uses_it(string field)
    {
        var rows = (await AskAsync(
            $"{{ {field}(filter:{{connectionType:\"snowflake\"}}){{ hostName connectionType downstreamWorkbooks{{luid name}} downstreamDatasources{{luid}} }} }}"))
            ["data"]![field]!.AsArray();

        Assert.All(rows, row => Assert.Equal("snowflake", (string)row!["connectionType"]!));
        Assert.Equal(
            Luids(item => item.Connections.Any(connection => connection.Type == "snowflake")),
            rows.SelectMany(row => row!["downstreamWorkbooks"]!.AsArray().Concat(row["downstreamDatasources"]!.AsArray()))
                .Select(item => (string)item!["luid"]!).Distinct().Order());
    }

    [Fact]
    public async Task The_metadata_api_leads_from_workbooks_to_their_databases_page_by_page()
    {
        var (found, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = (await AskAsync(
                "query q($after: String) { workbooksConnection(first: 4, after: $after) { nodes { luid upstreamDatabases { connectionType } } pageInfo { hasNextPage endCursor } } }",
                new { after = cursor }))["data"]!["workbooksConnection"]!;
            found.AddRange(page["nodes"]!.AsArray()
                .Where(node => node!["upstreamDatabases"]!.AsArray().Any(database => (string)database!["connectionType"]! == "snowflake"))
                .Select(node => (string)node!["luid"]!));
            cursor = (bool)page["pageInfo"]!["hasNextPage"]! ? (string)page["pageInfo"]!["endCursor"]! : null;
        }
        while (cursor is not null);

        Assert.Equal(
            Luids(item => item.Kind == ContentKind.Workbook && item.Connections.Any(connection => connection.Type == "snowflake")), found.Order());
    }

    [Fact]
    public async Task A_partial_answer_about_databases_says_so()
    {
        Tableau.Settings.MetadataError = "NODE_LIMIT_EXCEEDED";

        var answer = await AskAsync("{ databases(filter:{connectionType:\"snowflake\"}){ downstreamWorkbooks{luid} } }");

        Assert.Equal("NODE_LIMIT_EXCEEDED", (string)answer["errors"]![0]!["extensions"]!["code"]!);
        Assert.NotEmpty(answer["data"]!["databases"]!.AsArray());
    }

    [Fact]
    public async Task A_canary_has_a_success_to_show_from_before_the_start()
    {
        Tableau.Settings.MetadataLag = TimeSpan.FromMinutes(30);

        var answer = await AskAsync($"{{ publishedDatasources(filter:{{luid:\"{Item("Finance/Ledger").Luid}\"}}){{ extractLastRefreshTime }} }}");
        var size = (await (await SignInAsync()).GetAsync("/datasources?filter=name:in:[Ledger,Orders]")).Values("datasource", "size");

        Assert.Equal("2026-08-31T21:36:00Z", (string)answer["data"]!["publishedDatasources"]![0]!["extractLastRefreshTime"]!);
        Assert.Equal(["3", "4"], size);
    }

    private IEnumerable<string> Luids(Func<ContentItem, bool> wanted) =>
        Tableau.World.Items.Where(item => item.Site.ContentUrl.Length == 0 && wanted(item)).Select(item => item.Luid).Order();

    private async Task<JsonNode> AskAsync(string query, object? variables = null) => JsonNode.Parse(
        (await (await SignInAsync()).SendAsync(HttpMethod.Post, "/api/metadata/graphql", JsonSerializer.Serialize(new { query, variables }))).Text)!;
}
