using System.Text.Json;
using System.Text.Json.Nodes;
using GrpcRefresh.Simulation.World;
using Xunit;

namespace GrpcRefresh.FunctionalTests.Simulator;

public sealed class MetadataTests : SimulatorTest
{
    [Fact]
    public async Task The_number_of_the_browsers_address_leads_to_the_luid()
    {
        var (pipeline, ledger) = (Item("Sales/EMEA/Pipeline"), Item("Finance/Ledger"));

        var workbook = await AskAsync("query { workbooks(filter:{vizportalUrlId:\"201\"}){ id name luid } }");
        var source = await AskAsync("query { publishedDatasources(filter:{vizportalUrlId:\"102\"}){ name luid } }");
        var none = await AskAsync("{ workbooks(filter:{vizportalUrlId:\"102\"}){ luid } }");

        Assert.Equal($$$"""{"data":{"workbooks":[{"id":"{{{pipeline.Luid}}}","name":"Pipeline","luid":"{{{pipeline.Luid}}}"}]}}""", workbook);
        Assert.Equal($$$"""{"data":{"publishedDatasources":[{"name":"Ledger","luid":"{{{ledger.Luid}}}"}]}}""", source);
        Assert.Equal("""{"data":{"workbooks":[]}}""", none);
    }

    [Fact]
    public async Task The_freshness_of_an_extract_follows_its_refreshes_after_a_lag()
    {
        const string Query =
            "query q($luid: String!) { publishedDatasources(filter: {luid: $luid}) { extractLastUpdateTime extractLastRefreshTime extractLastIncrementalUpdateTime } }";
        var item = Item("Sales/Orders");
        Tableau.Settings.MetadataLag = TimeSpan.FromMinutes(1);
        Tableau.World.StartScheduledRefresh(item.Luid);
        LetJobsEnd();
        Tableau.World.StartScheduledRefresh(item.Luid, incremental: true);
        LetJobsEnd();

        var early = await AskAsync(Query, new { luid = item.Luid });
        Clock.Advance(TimeSpan.FromMinutes(1));
        var late = await AskAsync(Query, new { luid = item.Luid });

        Assert.Contains("\"extractLastUpdateTime\":\"2025-02-05T09:41:00Z\"", early, StringComparison.Ordinal);
        Assert.Equal(
            """{"data":{"publishedDatasources":[{"extractLastUpdateTime":"2026-09-01T06:30:10Z","extractLastRefreshTime":"2026-09-01T06:30:05Z","extractLastIncrementalUpdateTime":"2026-09-01T06:30:10Z"}]}}""",
            late);
    }

    [Fact]
    public async Task A_workbooks_freshness_is_that_of_its_embedded_sources()
    {
        var item = Item("Sales/EMEA/Pipeline");
        Tableau.World.StartScheduledRefresh(item.Luid);
        LetJobsEnd();

        var answer = await AskAsync($"{{ workbooks(filter: {{luidWithin: [\"{item.Luid}\"]}}) {{ embeddedDatasources {{ name extractLastUpdateTime }} }} }}");

        Assert.Equal(
            """{"data":{"workbooks":[{"embeddedDatasources":[{"name":"Pipeline SALES","extractLastUpdateTime":"2026-09-01T06:30:05Z"}]}]}}""", answer);
    }

    [Fact]
    public async Task Databases_lead_down_to_what_uses_them()
    {
        var answer = await AskAsync("{ databases(filter:{connectionType:\"snowflake\", name:\"FINANCE\"}){ connectionType downstreamWorkbooks{name projectName} downstreamDatasources{name} } }");

        Assert.Equal(
            """{"data":{"databases":[{"connectionType":"snowflake","downstreamWorkbooks":[{"name":"Budget vs Actuals","projectName":"Finance"},{"name":"R\u0026D Spend","projectName":"Finance"}],"downstreamDatasources":[{"name":"Ledger"}]}]}}""",
            answer);
    }

    [Fact]
    public async Task Published_sources_lead_down_to_the_workbooks_linked_to_them()
    {
        var answer = await AskAsync($"{{ publishedDatasources(filter:{{luid:\"{Item("Finance/Ledger").Luid}\"}}){{ downstreamWorkbooks{{ name upstreamDatasources {{ name }} }} }} }}");

        Assert.Equal("""{"data":{"publishedDatasources":[{"downstreamWorkbooks":[{"name":"Board Report","upstreamDatasources":[{"name":"Ledger"}]}]}]}}""", answer);
    }

    [Fact]
    public async Task Long_lists_are_read_page_by_page()
    {
        var names = new List<string>();
        string? cursor = null;
        do
        {
            var answer = JsonNode.Parse(await AskAsync(
                "query q($after: String) { workbooksConnection(first: 5, after: $after) { nodes { name } pageInfo { hasNextPage endCursor } totalCount } }",
                new { after = cursor }))!["data"]!["workbooksConnection"]!;
            names.AddRange(answer["nodes"]!.AsArray().Select(node => (string)node!["name"]!));
            cursor = (bool)answer["pageInfo"]!["hasNextPage"]! ? (string)answer["pageInfo"]!["endCursor"]! : null;
        }
        while (cursor is not null);

        Assert.Equal(Tableau.World.Items.Where(item => item.Kind == ContentKind.Workbook && item.Site.ContentUrl.Length == 0).Select(item => item.Name), names);
    }

    [Theory]
    [InlineData("{ workbooks { colour } }", "Field 'colour' in type 'Workbook' is undefined")]
    [InlineData("{ colours }", "Field 'colours' in type 'Query' is undefined")]
    [InlineData("{ workbooks(filter:{colour:\"blue\"}) { luid } }", "'colour'")]
    [InlineData("{ workbooks { luid }", "Invalid Syntax")]
    [InlineData("{ workbooks }", "wrong kind of selection")]
    [InlineData("{ workbooksConnection(after: \"1\", offset: 1) { totalCount } }", "exclude")]
    public async Task What_is_wrong_with_a_query_is_said_in_a_200(string query, string message)
    {
        var answer = JsonNode.Parse(await AskAsync(query))!;

        Assert.Contains(message, (string)answer["errors"]![0]!["message"]!, StringComparison.Ordinal);
        Assert.Null(answer["data"]);
    }

    [Fact]
    public async Task Partial_answers_come_with_an_error_beside_the_data()
    {
        Tableau.Settings.MetadataError = "NODE_LIMIT_EXCEEDED";

        var answer = JsonNode.Parse(await AskAsync("{ workbooks { luid } }"))!;

        Assert.Equal(6, answer["data"]!["workbooks"]!.AsArray().Count);
        Assert.Equal("NODE_LIMIT_EXCEEDED", (string)answer["errors"]![0]!["extensions"]!["code"]!);
    }

    [Fact]
    public async Task The_metadata_api_asks_for_the_same_token()
    {
        var answer = await Caller.SendAsync(Http, HttpMethod.Post, "/api/metadata/graphql", """{"query":"{ workbooks { luid } }"}""");

        Assert.Equal((401, "401000"), (answer.Status, answer.Code));
    }

    private async Task<string> AskAsync(string query, object? variables = null)
    {
        var caller = await SignInAsync();
        var answer = await caller.SendAsync(HttpMethod.Post, "/api/metadata/graphql", JsonSerializer.Serialize(new { query, variables }));
        Assert.Equal((200, "application/json;charset=utf-8"), (answer.Status, answer.Headers["Content-Type"]));
        return answer.Text;
    }
}
