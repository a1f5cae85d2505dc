using Xunit;

namespace GrpcRefresh.FunctionalTests.Simulator;

/// <summary>What each version of the API has; the session itself is of the oldest.</summary>
public sealed class VersionTests : SimulatorTest
{
    [Theory]
    [InlineData("3.24", "2024.3.0")]
    [InlineData("3.25", "2025.1.0")]
    [InlineData("3.26", "2025.2.0")]
    [InlineData("3.27", "2025.3.0")]
    public async Task A_server_of_each_version_names_its_product_and_refuses_the_next_version(string version, string product)
    {
        Tableau.Settings.ApiVersion = version;
        var next = $"3.{int.Parse(version[2..], null) + 1}";

        var info = await Caller.SendAsync(Http, HttpMethod.Get, "/api/2.4/serverinfo", body: null);
        var demo = await SignInAsync(version: version);

        Assert.Equal(product, info.Child("serverInfo").Elements().First().Value);
        Assert.Equal(200, (await demo.GetAsync("/workbooks")).Status);
        Assert.Equal("404003", (await (demo with { Version = next }).GetAsync("/workbooks")).Code);
    }

    [Theory]
    [InlineData("3.24", 400)]
    [InlineData("3.25", 202)]
    [InlineData("3.26", 202)]
    [InlineData("3.27", 202)]
    public async Task Content_is_refreshed_incrementally_from_3_25_on(string version, int status)
    {
        var demo = await SignInAsync(version: version);

        var answer = await demo.PostAsync($"/datasources/{Item("Sales/Orders").Luid}/refresh", "<tsRequest><extractRefresh incremental='true'/></tsRequest>");

        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("3.24", 404)]
    [InlineData("3.25", 404)]
    [InlineData("3.26", 200)]
    [InlineData("3.27", 200)]
    public async Task Connections_are_updated_in_bulk_from_3_26_on(string version, int status)
    {
        var demo = await SignInAsync(version: version);
        var item = Item("Finance/Ledger");
        var body = $"<tsRequest><connectionLUIDs><connectionLUID>{item.Connections[0].Luid}</connectionLUID></connectionLUIDs><connection userName='FINANCE_SVC'/></tsRequest>";

        var answer = await demo.PutAsync($"/datasources/{item.Luid}/connections", body);

        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("3.5", "/webhooks", "GET", 404)]
    [InlineData("3.6", "/webhooks", "GET", 200)]
    [InlineData("3.7", "/webhooks/x", "PUT", 404)]
    [InlineData("3.0", "/jobs", "GET", 404)]
    [InlineData("3.1", "/jobs", "GET", 200)]
    public async Task Older_versions_lack_what_came_later(string version, string path, string method, int status)
    {
        var demo = await SignInAsync() with { Version = version };

        var answer = await demo.SendAsync(HttpMethod.Parse(method), $"/api/{version}/sites/{demo.Site}{path}", method == "PUT" ? "<tsRequest/>" : null);

        Assert.Equal(status, answer.Status);
    }
}
