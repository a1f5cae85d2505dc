using System.Text.Json;
using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.World;
using Xunit;

namespace GrpcRefresh.FunctionalTests.Simulator;

public sealed class ContentTests : SimulatorTest
{
    protected override void Configure(TableauSimulatorOptions options) => (options.Workbooks, options.Datasources) = (150, 20);

    [Fact]
    public async Task A_data_source_is_described_letter_by_letter()
    {
        var demo = await SignInAsync();
        var item = Item("Sales/Orders");

        var answer = await demo.GetAsync($"/datasources/{item.Luid}");

        Assert.Equal(
            Answer.Envelope(
                $"<datasource id=\"{item.Luid}\" name=\"Orders\" contentUrl=\"Orders_101\" type=\"snowflake\" size=\"3\" description=\"\" "
                + "createdAt=\"2025-01-06T09:41:00Z\" updatedAt=\"2025-02-05T09:41:00Z\" encryptExtracts=\"false\" hasExtracts=\"true\" "
                + $"isCertified=\"true\" useRemoteQueryAgent=\"false\" webpageUrl=\"{Tableau.Url}#/datasources/101\">"
                + $"<project id=\"{item.Project.Luid}\" name=\"Sales\" /><owner id=\"{item.Owner.Luid}\" /><tags><tag label=\"certified\" /></tags></datasource>"),
            answer.Text);
    }

    [Fact]
    public async Task A_workbooks_address_ends_in_its_number_and_names_its_site()
    {
        var marketing = await SignInAsync("marketing", "marketing");

        var answer = await marketing.GetAsync("/workbooks?filter=name:eq:Funnel");

        Assert.Equal([$"{Tableau.Url}#/site/marketing/workbooks/401"], answer.Values("workbook", "webpageUrl"));
        Assert.Equal(["true"], answer.Values("workbook", "hasExtracts"));
    }

    [Fact]
    public async Task A_page_echoes_the_size_that_was_asked_for()
    {
        var demo = await SignInAsync();

        var last = await demo.GetAsync("/workbooks?pageSize=1000&filter=projectName:eq:Load");
        var second = await demo.GetAsync("/workbooks?pageSize=60&pageNumber=3&filter=projectName%3Aeq%3ALoad&sort=name%3Adesc");

        Assert.StartsWith(Answer.Envelope("<pagination pageNumber=\"1\" pageSize=\"1000\" totalAvailable=\"150\" />")[..^13], last.Text, StringComparison.Ordinal);
        Assert.Equal(150, last.All("workbook").Count);
        Assert.Equal(("3", "60", "150"), Pagination(second));
        Assert.Equal(30, second.All("workbook").Count);
        Assert.Equal("Workbook 0001", second.Values("workbook", "name")[^1]);
    }

    [Fact]
    public async Task Without_a_size_pages_hold_a_hundred()
    {
        var answer = await (await SignInAsync()).GetAsync("/workbooks");

        Assert.Equal(("1", "100", "163"), Pagination(answer));
        Assert.Equal(100, answer.All("workbook").Count);
    }

    [Theory]
    [InlineData("pageNumber=0", 400, "400006")]
    [InlineData("pageNumber=two", 400, "400006")]
    [InlineData("pageNumber=3", 400, "400006")]
    [InlineData("pageSize=0", 400, "400007")]
    [InlineData("pageSize=-5", 400, "400007")]
    [InlineData("pageSize=1001", 403, "403014")]
    [InlineData("filter=colour:eq:blue", 400, "400065")]
    [InlineData("filter=Name:eq:Ledger", 400, "400065")]
    [InlineData("filter=connectionType:eq:snowflake", 400, "400065")]
    [InlineData("filter=size:is:2", 400, "400065")]
    [InlineData("sort=colour:asc", 400, "400065")]
    public async Task A_list_refuses_what_it_does_not_understand(string query, int status, string code)
    {
        var answer = await (await SignInAsync()).GetAsync($"/workbooks?{query}");

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task An_unknown_filter_key_is_refused_in_tableaus_words()
    {
        var answer = await (await SignInAsync()).GetAsync("/workbooks?filter=colour:eq:blue");

        Assert.Equal(Answer.Error("400065", "Bad Request", "The filter query contains a key which is not recognized for this api version."), answer.Text);
    }

    [Theory]
    [InlineData("name:eq:R%26D+Spend", "R&D Spend")]
    [InlineData("name:eq:R%26D%20Spend", "R&D Spend")]
    [InlineData("name%3Ain%3A%5BPipeline%2CSuperstore%5D", "Pipeline,Superstore")]
    [InlineData("name:eq:Pipe*", "Pipeline")]
    [InlineData("projectName:eq:Finance,hasExtracts:eq:false", "Board Report")]
    [InlineData("ownerName:eq:limited", "Web Traffic,Delivery Times")]
    [InlineData("createdAt:gte:2025-01-06T11:33:00Z,projectName:in:[Operations,Logistics]", "Delivery Times")]
    [InlineData("name:eq:Nothing", "")]
    public async Task Workbooks_are_filtered(string filter, string names)
    {
        var answer = await (await SignInAsync()).GetAsync($"/workbooks?filter={filter}");

        Assert.Equal(names, string.Join(',', answer.Values("workbook", "name")));
    }

    [Theory]
    [InlineData("connectionType:eq:snowflake,projectName:in:[Operations,Finance]", "Ledger,Shipments,Sensor Readings,Inventory Snapshot")]
    [InlineData("authenticationType:eq:Username+Password,projectName:eq:Operations", "Shipments,Inventory Snapshot")]
    [InlineData("databaseUserName:eq:FINANCE_SVC", "Ledger")]
    [InlineData("hasExtracts:eq:false", "Carriers")]
    public async Task Data_sources_know_more_keys(string filter, string names)
    {
        var answer = await (await SignInAsync()).GetAsync($"/datasources?filter={filter}");

        Assert.Equal(names, string.Join(',', answer.Values("datasource", "name")));
    }

    [Fact]
    public async Task An_old_server_does_not_know_the_newer_keys()
    {
        Tableau.Settings.ApiVersion = "3.16";
        var demo = await SignInAsync(version: "3.16");

        Assert.Equal("400065", (await demo.GetAsync("/datasources?filter=connectionType:eq:snowflake")).Code);
        Assert.Equal(200, (await demo.GetAsync("/datasources?filter=name:eq:Ledger")).Status);
    }

    [Fact]
    public async Task Projects_nest_by_parent_and_repeat_their_names()
    {
        var demo = await SignInAsync();

        var answer = await demo.GetAsync("/projects?filter=name:eq:Sales&sort=createdAt:asc");

        var marketing = Tableau.World.Projects.Single(project => project.Path == "Marketing");
        Assert.Equal(["", marketing.Luid], answer.Values("project", "parentProjectId"));
        var children = await demo.GetAsync($"/projects?filter=parentProjectId:eq:{marketing.Luid}");
        Assert.Equal(["Sales"], children.Values("project", "name"));
    }

    [Fact]
    public async Task An_owner_has_a_name()
    {
        var demo = await SignInAsync();

        var known = await demo.GetAsync($"/users/{demo.User}");
        var unknown = await demo.GetAsync("/users/11111111-1111-1111-1111-111111111111");

        Assert.Equal(["demo"], known.Values("user", "name"));
        Assert.Equal((404, "404002"), (unknown.Status, unknown.Code));
    }

    [Fact]
    public async Task Json_lists_keep_their_wrapper_and_count_in_text()
    {
        var demo = await SignInAsync();

        var one = JsonDocument.Parse((await demo.GetAsync("/datasources?filter=name:eq:Ledger", accept: "application/json")).Text).RootElement;
        var none = await demo.GetAsync("/datasources?filter=name:eq:Nothing", accept: "application/json");

        Assert.Equal("1", one.GetProperty("pagination").GetProperty("totalAvailable").GetString());
        var item = one.GetProperty("datasources").GetProperty("datasource")[0];
        Assert.Equal("Ledger", item.GetProperty("name").GetString());
        Assert.True(item.GetProperty("hasExtracts").GetBoolean());
        Assert.Equal("""{"pagination":{"pageNumber":"1","pageSize":"100","totalAvailable":"0"},"datasources":{}}""", none.Text);
    }

    [Theory]
    [InlineData("workbooks", "404006")]
    [InlineData("datasources", "404004")]
    public async Task An_item_of_the_other_kind_or_site_is_unknown(string kind, string code)
    {
        var demo = await SignInAsync();
        var other = kind == "workbooks" ? Item("Finance/Ledger") : Item("Sales/EMEA/Pipeline");
        var elsewhere = Tableau.World.Items.First(item => item.Site.ContentUrl == "marketing" && (item.Kind == ContentKind.Workbook) == (kind == "workbooks"));

        Assert.Equal(code, (await demo.GetAsync($"/{kind}/{other.Luid}")).Code);
        Assert.Equal(code, (await demo.GetAsync($"/{kind}/{elsewhere.Luid}")).Code);
    }

    private static (string? Number, string? Size, string? Total) Pagination(Answer answer)
    {
        var element = answer.Child("pagination");
        return (element.Attribute("pageNumber")?.Value, element.Attribute("pageSize")?.Value, element.Attribute("totalAvailable")?.Value);
    }
}
