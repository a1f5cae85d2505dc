using System.Text.Json.Nodes;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.Simulation.World;
using Xunit;

namespace GrpcRefresh.FunctionalTests.Simulator;

/// <summary>What a rotation meets on the connection routes, and what a test may ask about it afterwards.</summary>
public sealed class ConnectionFaultTests : SimulatorTest
{
    private const string Two = "Finance/Budget vs Actuals";

    [Fact]
    public async Task An_update_now_and_then_meets_an_exception_of_the_servers()
    {
        Tableau.Faults.Add(new Fault { Kind = FaultKind.ConnectionProblem, Probability = 0.5, Seed = 7 });

        var (first, kept) = (await UpdateAsync("Finance/Ledger", "new"), Held("Finance/Ledger"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => UpdateAsync("Finance/Ledger", "new")));

        Assert.Equal(first.Status == 200 ? "new" : "finance-svc-secret", kept);
        Assert.InRange(answers.Count(answer => answer.Status == 400), 5, 35);
        Assert.Equal(
            Answer.Error(
                "400033",
                "Bad Request",
                $"There was a problem updating connection information for datasource '{Item("Finance/Ledger").Luid}'. java.lang.NullPointerException"),
            answers.First(answer => answer.Status == 400).Text);
        Assert.Equal(1, Item("Finance/Ledger").Connections[0].SecretsGiven);
    }

    [Fact]
    public async Task An_exception_stores_nothing_of_a_bulk_update()
    {
        Tableau.Faults.Add(new Fault { Kind = FaultKind.ConnectionProblem, Times = 1 });

        var (refused, taken) = (await BulkAsync(Two, "new"), await BulkAsync(Two, "newer"));

        Assert.Equal(("400033", 200), (refused.Code, taken.Status));
        Assert.All(Item(Two).Connections, connection => Assert.True(connection.Holds("newer")));
        Assert.All(Item(Two).Connections, connection => Assert.Equal((2, true), (connection.SecretsGiven, connection.WasGiven("new"))));
    }

    [Fact]
    public async Task Of_many_updates_one_connections_alone_can_be_made_to_keep_its_secret()
    {
        var ledger = Item("Finance/Ledger");
        var fault = new Fault { Kind = FaultKind.KeepOldSecret, Connection = ledger.Connections[0].Luid.ToUpperInvariant(), Times = 1 };
        Tableau.Faults.Add(fault);

        var other = await UpdateAsync("Operations/Shipments", "new");
        var (kept, once) = (await UpdateAsync("Finance/Ledger", "new"), Held("Finance/Ledger"));
        var stored = await UpdateAsync("Finance/Ledger", "new");

        Assert.All(new[] { other, kept, stored }, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(("new", "finance-svc-secret", "new"), (Held("Operations/Shipments"), once, Held("Finance/Ledger")));
        Assert.Equal(1, fault.Hits);
    }

    [Fact]
    public async Task Of_a_bulk_update_one_connection_alone_can_be_made_to_keep_its_secret()
    {
        var second = Item(Two).Connections[1];
        Tableau.Faults.Add(new Fault { Kind = FaultKind.KeepOldSecret, Path = "/sites/*/workbooks/*/connections", Connection = second.Luid, Times = 1 });

        var answer = await BulkAsync(Two, "new");

        Assert.Equal(["NEW_SVC", "NEW_SVC"], answer.Values("connection", "userName"));
        Assert.Equal(["new", "tableau-svc-secret"], Item(Two).Connections.Select(connection => connection.Secret));
        await BulkAsync(Two, "new");
        Assert.All(Item(Two).Connections, connection => Assert.True(connection.Holds("new")));
    }

    [Fact]
    public async Task A_fault_on_one_items_path_leaves_other_items_alone()
    {
        Tableau.Faults.Add(new Fault { Kind = FaultKind.KeepOldSecret, Path = $"/sites/*/datasources/{Item("Finance/Ledger").Luid}/**" });

        await UpdateAsync("Finance/Ledger", "new");
        await UpdateAsync("Operations/Shipments", "new");

        Assert.Equal(("finance-svc-secret", "new"), (Held("Finance/Ledger"), Held("Operations/Shipments")));
    }

    [Fact]
    public async Task An_update_can_be_answered_as_done_and_ignored()
    {
        Tableau.Faults.Add(new Fault { Kind = FaultKind.IgnoreUpdate });

        var answer = await BulkAsync(Two, "new");
        var list = await (await SignInAsync()).GetAsync($"/workbooks/{Item(Two).Luid}/connections");

        Assert.Equal(["NEW_SVC", "NEW_SVC"], answer.Values("connection", "userName"));
        Assert.Equal(["FINANCE_SVC", "TABLEAU_SVC"], list.Values("connection", "userName"));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("reset")]
    public async Task Any_fault_can_be_kept_to_one_connection(string kind)
    {
        var ledger = Item("Finance/Ledger").Connections[0].Luid;
        var body = $$"""{"kind":"{{kind}}","status":503,"connection":"{{ledger}}"}""";
        using var _ = await Http.PostAsync("/_sim/faults", new StringContent(body));

        Assert.Equal(200, (await UpdateAsync("Operations/Shipments", "new")).Status);
        var struck = await Record.ExceptionAsync(async () => Assert.Equal(503, (await UpdateAsync("Finance/Ledger", "new")).Status));
        Assert.Equal(kind == "reset" ? typeof(HttpRequestException) : null, struck?.GetType());
        Assert.Equal(0, Item("Finance/Ledger").Connections[0].SecretsGiven);
    }

    [Fact]
    public async Task A_link_among_several_refuses_the_whole_bulk_update()
    {
        var link = Item("Finance/Board Report").Connections[0];
        Tableau.World.ChangeItem(Item(Two).Luid, item => item with { Connections = item.Connections.Add(link) });

        var answer = await BulkAsync(Two, "new");

        Assert.Equal((400, "400039"), (answer.Status, answer.Code));
        Assert.Equal(0, Item(Two).Connections.Sum(connection => connection.SecretsGiven));
    }

    [Theory]
    [InlineData("datasource", "Finance/Ledger", false, "403023")]
    [InlineData("datasource", "Finance/Ledger", true, "403027")]
    [InlineData("workbook", Two, false, "403029")]
    [InlineData("workbook", Two, true, null)]
    public async Task Writing_without_owning_is_enough_for_a_workbook_only(string kind, string path, bool writes, string? code)
    {
        if (writes)
        {
            using var _ = await Http.PatchAsync($"/_sim/items/{Item(path).Luid}", new StringContent("""{"writers":["limited"]}"""));
        }

        var answers = new[] { await UpdateAsync(path, "new", "limited"), await BulkAsync(path, "new", "limited") };

        Assert.Equal(kind, Item(path).Kind.ToString().ToLowerInvariant());
        Assert.All(answers, answer => Assert.Equal(code, answer.Status == 200 ? null : answer.Code));
        Assert.Equal(code is null ? 1 : 0, Item(path).Connections[0].SecretsGiven);
    }

    [Theory]
    [InlineData("Finance/Ledger", "404004", "404011")]
    [InlineData(Two, "404006", "404006")]
    public async Task An_item_may_be_gone_by_the_time_of_its_update(string path, string code, string codeOfList)
    {
        var (item, demo) = (Item(path), await SignInAsync());
        Assert.True(Tableau.World.RemoveItem(item.Luid));

        Assert.Equal(code, (await demo.PutAsync($"{Connections(item)}/{item.Connections[0].Luid}", One("new"))).Code);
        Assert.Equal(code, (await demo.PutAsync(Connections(item), Bulk(item, "new"))).Code);
        Assert.Equal(codeOfList, (await demo.GetAsync(Connections(item))).Code);
    }

    [Fact]
    public async Task A_connection_may_be_gone_by_the_time_of_its_update()
    {
        var (item, demo) = (Item(Two), await SignInAsync());

        using var gone = await Http.DeleteAsync($"/_sim/items/{item.Luid}/connections/{item.Connections[1].Luid}");
        using var again = await Http.DeleteAsync($"/_sim/items/{item.Luid}/connections/{item.Connections[1].Luid}");

        Assert.Equal((200, 404), ((int)gone.StatusCode, (int)again.StatusCode));
        Assert.Equal("404020", (await demo.PutAsync($"{Connections(item)}/{item.Connections[1].Luid}", One("new"))).Code);
        Assert.Equal("404020", (await demo.PutAsync(Connections(item), Bulk(item, "new"))).Code);
        Assert.Equal([item.Connections[0].Luid], (await demo.GetAsync(Connections(item))).Values("connection", "id"));
    }

    [Fact]
    public async Task A_servers_name_is_kept_letter_by_letter_and_what_is_left_out_stays()
    {
        var (item, demo) = (Item("Operations/Shipments"), await SignInAsync());
        var path = $"{Connections(item)}/{item.Connections[0].Luid}";

        await demo.PutAsync(path, "<tsRequest><connection password=\"new\"/></tsRequest>");
        var untouched = Item("Operations/Shipments").Connections[0];
        await demo.PutAsync(path, "<tsRequest><connection serverAddress=\"ACME-analytics.snowflakecomputing.COM\" serverPort=\"443\"/></tsRequest>");

        Assert.Equal(item.Connections[0] with { Secret = "new" }, untouched, Same);
        var list = await demo.GetAsync(Connections(item));
        Assert.Equal(["ACME-analytics.snowflakecomputing.COM"], list.Values("connection", "serverAddress"));
        Assert.Equal(["443"], list.Values("connection", "serverPort"));
        Assert.True(Item("Operations/Shipments").Connections[0].Holds("new"));
    }

    [Fact]
    public async Task A_test_can_ask_what_a_connection_holds_and_the_state_tells_numbers_only()
    {
        await UpdateAsync("Finance/Ledger", "one-value");
        await UpdateAsync("Finance/Ledger", "other-value");
        await UpdateAsync("Finance/Ledger", "one-value");

        var connection = Tableau.World.Connection(Item("Finance/Ledger").Connections[0].Luid);
        var state = await Http.GetStringAsync("/_sim/state");

        Assert.Equal((2, true, false), (connection.SecretsGiven, connection.Holds("one-value"), connection.Holds("other-value")));
        Assert.Equal((true, false), (connection.WasGiven("other-value"), connection.WasGiven("finance-svc-secret")));
        var told = JsonNode.Parse(state)!["items"]!.AsArray().Single(item => (string)item!["path"]! == "Finance/Ledger")!["connections"]![0]!;
        Assert.Equal((2, false), ((int)told["secretsGiven"]!, (bool)told["secretAccepted"]!));
        Assert.DoesNotContain("-value", state, StringComparison.Ordinal);
    }

    private static bool Same(ItemConnection left, ItemConnection right) =>
        (left.ServerAddress, left.ServerPort, left.UserName, left.AuthenticationType, left.EmbedPassword, left.QueryTaggingEnabled, left.Secret)
        == (right.ServerAddress, right.ServerPort, right.UserName, right.AuthenticationType, right.EmbedPassword, right.QueryTaggingEnabled, right.Secret);

    private static string Connections(ContentItem item) => $"/{(item.Kind == ContentKind.Workbook ? "workbooks" : "datasources")}/{item.Luid}/connections";

    private static string One(string secret) => $"<tsRequest><connection password=\"{secret}\"/></tsRequest>";

    private static string Bulk(ContentItem item, string secret) =>
        "<tsRequest><connectionLUIDs>" + string.Concat(item.Connections.Select(connection => $"<connectionLUID>{connection.Luid}</connectionLUID>"))
        + $"</connectionLUIDs><connection userName=\"NEW_SVC\" password=\"{secret}\" embedPassword=\"true\" /></tsRequest>";

    private string Held(string path) => Item(path).Connections[0].Secret;

    private async Task<Answer> UpdateAsync(string path, string secret, string pat = "demo") =>
        await (await CallerAsync(pat)).PutAsync($"{Connections(Item(path))}/{Item(path).Connections[0].Luid}", One(secret));

    private async Task<Answer> BulkAsync(string path, string secret, string pat = "demo") =>
        await (await CallerAsync(pat)).PutAsync(Connections(Item(path)), Bulk(Item(path), secret));

    /// <summary>By password, since sessions of one token would end each other.</summary>
    private Task<Caller> CallerAsync(string user) => Caller.SignInAsync(Http, Caller.Password(user, $"{user}-password", ""), "3.27");
}
