using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.Simulation.World;
using Xunit;

namespace GrpcRefresh.FunctionalTests.Simulator;

public sealed class ConnectionTests : SimulatorTest
{
    [Fact]
    public async Task A_data_sources_connections_show_everything_but_the_password()
    {
        var item = Item("Operations/Shipments");

        var answer = await (await SignInAsync()).GetAsync($"/datasources/{item.Luid}/connections");

        Assert.Equal(
            Answer.Envelope(
                $"<connections><connection id=\"{item.Connections[0].Luid}\" type=\"snowflake\" serverAddress=\"ACME-Analytics.SnowflakeComputing.com\" "
                + "userName=\"OPERATIONS_SVC\" embedPassword=\"true\" queryTaggingEnabled=\"true\" authenticationType=\"Username Password\" /></connections>"),
            answer.Text);
    }

    [Fact]
    public async Task A_workbooks_connections_name_their_data_source_and_leave_out_what_they_lack()
    {
        var demo = await SignInAsync();
        var (report, ledger) = (Item("Finance/Board Report"), Item("Finance/Ledger"));

        var linked = await demo.GetAsync($"/workbooks/{report.Luid}/connections");
        var old = await demo.GetAsync($"/workbooks/{Item("Operations/Warehouse Stock").Luid}/connections");

        Assert.Equal(["sqlproxy"], linked.Values("connection", "type"));
        Assert.Equal([ledger.Luid], linked.Values("datasource", "id"));
        Assert.Equal(["Ledger"], linked.Values("datasource", "name"));
        Assert.Null(old.All("connection").Single().Attribute("authenticationType"));
        Assert.Equal(["1433"], old.Values("connection", "serverPort"));
    }

    [Fact]
    public async Task An_update_changes_what_it_names_and_shows_in_the_read_back()
    {
        var demo = await SignInAsync();
        var (item, connection) = First("Operations/Shipments");

        var answer = await demo.PutAsync(
            $"/datasources/{item.Luid}/connections/{connection.Luid}",
            "<tsRequest><connection userName=\"OTHER_SVC\" password=\"pass\" embedPassword=\"true\" queryTaggingEnabled=\"false\"/></tsRequest>");
        var list = await demo.GetAsync($"/datasources/{item.Luid}/connections");

        Assert.Equal(
            Answer.Envelope($"<connection id=\"{connection.Luid}\" type=\"snowflake\" serverAddress=\"ACME-Analytics.SnowflakeComputing.com\" userName=\"OTHER_SVC\" />"),
            answer.Text);
        Assert.Equal(["OTHER_SVC"], list.Values("connection", "userName"));
        Assert.Equal(["true"], list.Values("connection", "queryTaggingEnabled"));
        Assert.Equal("pass", First("Operations/Shipments").Connection.Secret);
        Assert.DoesNotContain("\"pass\"", answer.Text + list.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_is_stored_without_being_verified()
    {
        var demo = await SignInAsync();
        var (item, connection) = First("Finance/Ledger");

        var answer = await demo.PutAsync($"/datasources/{item.Luid}/connections/{connection.Luid}", "<tsRequest><connection password=\"wrong\"/></tsRequest>");
        var job = (await demo.PostAsync($"/datasources/{item.Luid}/refresh", "<tsRequest/>")).Values("job", "id").Single();
        LetJobsEnd();

        Assert.Equal(200, answer.Status);
        Assert.Equal(["1"], (await demo.GetAsync($"/jobs/{job}")).Values("job", "finishCode"));
    }

    [Fact]
    public async Task A_link_to_a_published_source_cannot_be_edited()
    {
        var (item, connection) = First("Finance/Board Report");

        var answer = await (await SignInAsync()).PutAsync($"/workbooks/{item.Luid}/connections/{connection.Luid}", "<tsRequest><connection password=\"p\"/></tsRequest>");

        Assert.Equal(
            Answer.Error("400039", "Bad Request", $"There was a problem updating connection '{connection.Luid}' for workbook '{item.Luid}'."), answer.Text);
    }

    [Theory]
    [InlineData("limited", "datasources", "Finance/Ledger", 403, "403023")]
    [InlineData("limited", "workbooks", "Sales/EMEA/Pipeline", 403, "403029")]
    [InlineData("limited", "workbooks", "Operations/Logistics/Delivery Times", 200, null)]
    [InlineData("demo", "workbooks", "Finance/Ledger", 404, "404006")]
    [InlineData("demo", "datasources", "Sales/EMEA/Pipeline", 404, "404004")]
    public async Task Who_may_update_what_is_as_in_tableau(string pat, string kind, string path, int status, string? code)
    {
        var caller = await SignInAsync(pat);
        var (item, connection) = First(path);

        var answer = await caller.PutAsync($"/{kind}/{item.Luid}/connections/{connection.Luid}", "<tsRequest><connection password=\"p\"/></tsRequest>");

        Assert.Equal(status, answer.Status);
        Assert.Equal(code, status == 200 ? null : answer.Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("<tsRequest/>")]
    [InlineData("<tsRequest><connection embedPassword=\"perhaps\"/></tsRequest>")]
    public async Task A_body_without_a_connection_is_malformed(string? body)
    {
        var (item, connection) = First("Finance/Ledger");

        Assert.Equal("400000", (await (await SignInAsync()).PutAsync($"/datasources/{item.Luid}/connections/{connection.Luid}", body)).Code);
    }

    [Fact]
    public async Task Unknown_connections_and_items_have_codes_of_their_own()
    {
        var demo = await SignInAsync();
        var (item, _) = First("Finance/Ledger");

        Assert.Equal("404020", (await demo.PutAsync($"/datasources/{item.Luid}/connections/{item.Luid}", "<tsRequest><connection/></tsRequest>")).Code);
        Assert.Equal("404011", (await demo.GetAsync($"/datasources/{demo.User}/connections")).Code);
        Assert.Equal("404006", (await demo.GetAsync($"/workbooks/{demo.User}/connections")).Code);
    }

    [Fact]
    public async Task Several_connections_are_updated_in_one_call()
    {
        var demo = await SignInAsync();
        var item = Item("Finance/Budget vs Actuals");

        var answer = await demo.PutAsync($"/workbooks/{item.Luid}/connections", Bulk(item.Connections.Select(connection => connection.Luid)));

        Assert.Equal(
            Answer.Envelope("<connections>" + string.Concat(item.Connections.Select(connection =>
                $"<connection id=\"{connection.Luid}\" type=\"snowflake\" serverAddress=\"acme-analytics.snowflakecomputing.com\" userName=\"NEW_SVC\" "
                + "embedPassword=\"true\" authenticationType=\"Username Password\" />")) + "</connections>"),
            answer.Text);
        Assert.All(Item("Finance/Budget vs Actuals").Connections, connection => Assert.Equal(("NEW_SVC", "p"), (connection.UserName, connection.Secret)));
    }

    [Fact]
    public async Task A_bulk_update_is_all_or_nothing()
    {
        var demo = await SignInAsync();
        var item = Item("Finance/Budget vs Actuals");

        var answer = await demo.PutAsync($"/workbooks/{item.Luid}/connections", Bulk([item.Connections[0].Luid, item.Luid]));

        Assert.Equal((404, "404020"), (answer.Status, answer.Code));
        Assert.Equal("FINANCE_SVC", Item("Finance/Budget vs Actuals").Connections[0].UserName);
    }

    [Fact]
    public async Task Below_3_26_there_is_no_bulk_update()
    {
        Tableau.Settings.ApiVersion = "3.25";
        var demo = await SignInAsync(version: "3.25");
        var item = Item("Finance/Ledger");

        var answer = await demo.PutAsync($"/datasources/{item.Luid}/connections", Bulk([item.Connections[0].Luid]));

        Assert.Equal((404, "404003"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_server_can_answer_well_and_keep_the_old_secret()
    {
        var demo = await SignInAsync();
        var (item, connection) = First("Finance/Ledger");
        Tableau.Faults.Add(new Fault { Kind = FaultKind.KeepOldSecret, Times = 1 });

        var answer = await demo.PutAsync(
            $"/datasources/{item.Luid}/connections/{connection.Luid}", "<tsRequest><connection userName=\"NEW_SVC\" password=\"new\"/></tsRequest>");

        Assert.Equal(200, answer.Status);
        Assert.Equal(("NEW_SVC", "finance-svc-secret"), (First("Finance/Ledger").Connection.UserName, First("Finance/Ledger").Connection.Secret));
    }

    private (ContentItem Item, ItemConnection Connection) First(string path) => (Item(path), Item(path).Connections[0]);

    private static string Bulk(IEnumerable<string> luids) =>
        "<tsRequest><connectionLUIDs>" + string.Concat(luids.Select(luid => $"<connectionLUID>{luid}</connectionLUID>")) + "</connectionLUIDs>"
        + "<connection authenticationType=\"Username Password\" userName=\"NEW_SVC\" password=\"p\" embedPassword=\"true\" /></tsRequest>";
}
