using System.Text.Json;
using GrpcRefresh.Simulation.World;
using Xunit;

namespace GrpcRefresh.FunctionalTests.Simulator;

public sealed class SideContentTests : SimulatorTest
{
    private SideContent Flow => Tableau.World.SideContents.Single(content => content.Kind == SideContentKind.Flow);

    private SideContent Virtual => Tableau.World.SideContents.Single(content => content.Kind == SideContentKind.VirtualConnection);

    [Fact]
    public async Task Flows_are_listed_with_their_connections()
    {
        var demo = await SignInAsync();

        var list = await demo.GetAsync("/flows");
        var connections = await demo.GetAsync($"/flows/{Flow.Luid}/connections");

        Assert.Equal(
            Answer.Envelope(
                "<pagination pageNumber=\"1\" pageSize=\"100\" totalAvailable=\"1\" /><flows>"
                + $"<flow id=\"{Luid.From("Default/flow/Operations/Clean Shipments#701")}\" name=\"Clean Shipments\" description=\"\" "
                + $"webpageUrl=\"{Tableau.Url}#/flows/701\" fileType=\"tflx\" createdAt=\"2025-01-06T19:41:00Z\" updatedAt=\"2025-01-06T19:41:00Z\">"
                + $"<project id=\"{Flow.Project.Luid}\" name=\"Operations\" /><owner id=\"{Flow.Owner.Luid}\" /><tags /></flow></flows>"),
            list.Text);
        Assert.Equal(
            Answer.Envelope(
                $"<connections><connection id=\"{Luid.From($"{Flow.Luid}/connection/1")}\" type=\"snowflake\" embedPassword=\"true\" "
                + "serverAddress=\"acme-analytics.snowflakecomputing.com\" userName=\"OPERATIONS_SVC\" /></connections>"),
            connections.Text);
    }

    [Fact]
    public async Task Virtual_connections_call_the_same_things_by_other_names()
    {
        var demo = await SignInAsync();

        var list = await demo.GetAsync("/virtualConnections?pageSize=5");
        var connections = await demo.GetAsync($"/virtualconnections/{Virtual.Luid}/connections");

        Assert.Equal([Luid.From("Default/virtualconnection/Finance/Finance Warehouse#801")], list.Values("virtualConnection", "id"));
        Assert.Equal([$"{Tableau.Url}#/virtualconnections/801"], list.Values("virtualConnection", "webpageUrl"));
        Assert.Equal(["Finance"], list.Values("project", "name"));
        Assert.Equal(
            Answer.Envelope(
                "<pagination pageNumber=\"1\" pageSize=\"100\" totalAvailable=\"1\" /><virtualConnectionConnections>"
                + $"<connection connectionId=\"{Virtual.Connections[0].Luid}\" dbClass=\"snowflake\" "
                + "server=\"acme-analytics.snowflakecomputing.com\" username=\"FINANCE_SVC\" /></virtualConnectionConnections>"),
            connections.Text);
    }

    [Fact]
    public async Task Json_keeps_the_wrappers()
    {
        var demo = await SignInAsync();

        var list = JsonDocument.Parse((await demo.GetAsync("/virtualConnections", accept: "application/json")).Text).RootElement;
        var connections = JsonDocument.Parse((await demo.GetAsync($"/virtualConnections/{Virtual.Luid}/connections", accept: "application/json")).Text).RootElement;

        Assert.Equal("Finance Warehouse", list.GetProperty("virtualConnections").GetProperty("virtualConnection")[0].GetProperty("name").GetString());
        Assert.Equal("FINANCE_SVC", connections.GetProperty("virtualConnectionConnections").GetProperty("connection")[0].GetProperty("username").GetString());
    }

    [Theory]
    [InlineData("flows", "name:eq:Clean Shipments", 1)]
    [InlineData("flows", "projectName:eq:Finance", 0)]
    [InlineData("virtualConnections", "ownerName:in:[demo,ana]", 1)]
    public async Task They_are_filtered_like_other_lists(string kind, string filter, int found)
    {
        var answer = await (await SignInAsync()).GetAsync($"/{kind}?filter={filter}");

        Assert.Equal($"{found}", answer.Child("pagination").Attribute("totalAvailable")?.Value);
        Assert.Equal("400065", (await (await SignInAsync()).GetAsync($"/{kind}?filter=connectionType:eq:snowflake")).Code);
    }

    [Fact]
    public async Task They_live_on_the_default_site_and_cannot_be_changed()
    {
        var (demo, marketing) = (await SignInAsync(), await SignInAsync("marketing", "marketing"));

        Assert.Empty((await marketing.GetAsync("/flows")).All("flow"));
        Assert.Empty((await marketing.GetAsync("/virtualConnections")).All("virtualConnection"));
        Assert.Equal((404, "404003"), await CodeAsync(demo.GetAsync($"/flows/{Virtual.Luid}/connections")));
        Assert.Equal((404, "404003"), await CodeAsync(demo.GetAsync($"/virtualConnections/{Flow.Luid}/connections")));
        foreach (var path in new[]
        {
            $"/flows/{Flow.Luid}/connections/{Flow.Connections[0].Luid}", $"/virtualConnections/{Virtual.Luid}/connections/{Virtual.Connections[0].Luid}/modify",
        })
        {
            Assert.Equal((404, "404003"), await CodeAsync(demo.PutAsync(path, "<tsRequest><connection password=\"p\"/></tsRequest>")));
        }
    }

    [Theory]
    [InlineData("3.17", "/virtualConnections")]
    [InlineData("3.2", "/flows")]
    public async Task Old_versions_have_none(string version, string path)
    {
        var body = Caller.Password("demo", "demo-password", "");
        var caller = await Caller.SignInAsync(Http, body, "3.27") with { Version = version };

        Assert.Equal((404, "404003"), await CodeAsync(caller.GetAsync(path)));
    }

    private static async Task<(int Status, string? Code)> CodeAsync(Task<Answer> asked) => ((await asked).Status, (await asked).Code);
}
