using System.Net;
using System.Xml.Linq;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;
using Xunit;

namespace GrpcRefresh.Tests.Tableau;

public sealed class ConnectionCallsTests : IDisposable
{
    private const string ListRoute = $"GET /workbooks/{Some.Luid}/connections";
    private const string OneRoute = $"PUT /workbooks/{Some.Luid}/connections/c1";
    private const string BulkRoute = $"PUT /workbooks/{Some.Luid}/connections";
    private const string NewSecret = "new&secret<\"'>";

    private static readonly ConnectionUpdate Update = new("ACME.snowflakecomputing.com", "443", "TABLEAU_SVC", new Secret(NewSecret));

    private readonly TableauWorkbench _bench = new();

    private StubTableau Stub => _bench.Stub;

    [Fact]
    public async Task A_connection_is_read_with_everything_it_says()
    {
        Stub.On(ListRoute, _ => Connections("""
            <connection id="c1" type="snowflake" serverAddress="ACME.SnowflakeComputing.com" serverPort="443" userName="TABLEAU_SVC" embedPassword="True"
              queryTaggingEnabled="true" authenticationType="Username Password" useOAuthManagedKeychain="true"><datasource id="d1" name="Orders"/></connection>
            """));

        Assert.Equal(
            new TableauConnection("c1", "snowflake", "ACME.SnowflakeComputing.com", "443", "TABLEAU_SVC", "Username Password", true)
            {
                ManagedKeychain = true,
                DatasourceLuid = "d1",
                DatasourceName = "Orders",
            },
            Assert.Single(await ListAsync()));
    }

    [Fact]
    public async Task A_connection_is_read_when_it_says_hardly_anything()
    {
        Stub.On(ListRoute, _ => Connections("<connection id=\"c1\" type=\"sqlproxy\"/>"));
        Assert.Equal(new TableauConnection("c1", "sqlproxy", "", "", "", "", null), Assert.Single(await ListAsync()));
    }

    [Fact]
    public async Task Virtual_connections_have_words_of_their_own()
    {
        Stub.On($"GET /virtualConnections/{Some.Luid}/connections", _ => Answer.Xml("""
            <virtualConnectionConnections><connection connectionId="c1" dbClass="snowflake" server="acme.snowflakecomputing.com" port="443" username="U"/></virtualConnectionConnections>
            """));

        var read = Assert.Single(await _bench.Site.ListConnectionsAsync(ConnectionItemType.VirtualConnection, Some.Luid, default));

        Assert.Equal(new TableauConnection("c1", "snowflake", "acme.snowflakecomputing.com", "443", "U", "", null), read);
    }

    [Fact]
    public async Task The_connections_of_a_virtual_connection_come_in_pages()
    {
        var route = $"GET /virtualConnections/{Some.Luid}/connections";
        Stub.On(route, () => Page(1), () => Page(2));

        var read = await _bench.Site.ListConnectionsAsync(ConnectionItemType.VirtualConnection, Some.Luid, default);

        Assert.Equal(["c1", "c2"], read.Select(connection => connection.Id));
        Assert.Equal("?pageSize=1000&pageNumber=2", Stub.Last(route).Query);

        static HttpResponseMessage Page(int page) =>
            Answer.Page("virtualConnectionConnections", [$"<connection connectionId=\"c{page}\" dbClass=\"snowflake\"/>"], page, 1_001);
    }

    [Fact]
    public async Task An_answer_without_anything_is_not_taken_for_no_connections()
    {
        Stub.On(ListRoute, _ => Answer.Empty(HttpStatusCode.OK));
        Assert.Equal(TableauErrorKind.Unreachable, (await Assert.ThrowsAsync<TableauException>(ListAsync)).Kind);
    }

    [Fact]
    public async Task An_update_sends_what_was_there_with_the_new_credential_and_nothing_else()
    {
        Stub.On(OneRoute, _ => One("c1"));

        Assert.Equal("c1", (await UpdateAsync()).Id);

        var sent = Assert.Single(XElement.Parse(Stub.Last(OneRoute).Body).Elements());
        Assert.Equal("connection", sent.Name);
        Assert.Equal(
            [
                ("serverAddress", "ACME.snowflakecomputing.com"), ("serverPort", "443"), ("userName", "TABLEAU_SVC"), ("password", NewSecret),
                ("embedPassword", "true"),
            ],
            sent.Attributes().Select(attribute => (attribute.Name.LocalName, attribute.Value)));
    }

    [Fact]
    public async Task What_Tableau_never_told_is_not_sent()
    {
        Stub.On(OneRoute, _ => One("c1"));

        await _bench.Site.UpdateConnectionAsync(ConnectionItemType.Workbook, Some.Luid, "c1", new("", "", "", new Secret("s")), default);

        Assert.Equal("<tsRequest><connection password=\"s\" embedPassword=\"true\" /></tsRequest>", Stub.Last(OneRoute).Body);
    }

    public static TheoryData<string, Func<HttpResponseMessage>> Useless => new()
    {
        { "another connection", () => One("c2") },
        { "none", () => Answer.Xml("") },
        { "nothing", () => Answer.Empty(HttpStatusCode.OK) },
    };

    [Theory]
    [MemberData(nameof(Useless))]
    public async Task An_answer_that_does_not_name_the_connection_leaves_open_what_happened(string what, Func<HttpResponseMessage> answer)
    {
        Stub.On(OneRoute, answer);

        var e = await Assert.ThrowsAsync<TableauException>(UpdateAsync);

        Assert.True((TableauErrorKind.Unreachable, true) == (e.Kind, e.MayHaveTakenEffect), what);
    }

    public static TheoryData<string, Func<HttpResponseMessage>> Passing => new()
    {
        { "lost answer", () => throw new HttpRequestException("lost", new IOException("reset")) },
        { "Tableau's own 500", () => Answer.Error("500000") },
        { "empty 504", () => Answer.Empty(HttpStatusCode.GatewayTimeout) },
        { "a page", () => Answer.Text(HttpStatusCode.OK, "text/html", "<html/>") },
        { "a trip inside Tableau", () => Answer.Error("400033") },
        { "throttled", () => Answer.Error("429000") },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task An_update_is_tried_four_times_because_it_sets_the_same_again(string what, Func<HttpResponseMessage> answer)
    {
        Stub.On(OneRoute, answer, answer, answer, () => One("c1"));
        await UpdateAsync();
        Assert.True(Stub.Count(OneRoute) == 4, what);

        Stub.On(OneRoute, answer);
        await Assert.ThrowsAsync<TableauException>(UpdateAsync);
        Assert.Equal(8, Stub.Count(OneRoute));
    }

    [Fact]
    public async Task A_trip_inside_Tableau_leaves_open_what_happened()
    {
        Stub.On(OneRoute, _ => Answer.Error("400033"));
        var e = await Assert.ThrowsAsync<TableauException>(UpdateAsync);
        Assert.Equal((TableauErrorKind.Refused, "400033", true), (e.Kind, e.Code, e.MayHaveTakenEffect));
    }

    [Theory]
    [InlineData("403029", nameof(TableauErrorKind.Forbidden))]
    [InlineData("404020", nameof(TableauErrorKind.NotFound))]
    [InlineData("400039", nameof(TableauErrorKind.Refused))]
    public async Task A_refused_update_is_not_argued_with(string code, string kind)
    {
        Stub.On(OneRoute, _ => Answer.Error(code));

        var e = await Assert.ThrowsAsync<TableauException>(UpdateAsync);

        Assert.Equal((kind, code, false, 1), (e.Kind.ToString(), e.Code, e.MayHaveTakenEffect, Stub.Count(OneRoute)));
    }

    [Fact]
    public async Task A_refusal_after_a_lost_answer_leaves_open_what_happened()
    {
        Stub.On(OneRoute, () => throw new HttpRequestException("lost", new IOException("reset")), () => Answer.Error("403029", "no longer yours"));

        var e = await Assert.ThrowsAsync<TableauException>(UpdateAsync);

        Assert.Equal(
            (TableauErrorKind.Forbidden, "403029", "Some summary: no longer yours", 403, true), (e.Kind, e.Code, e.Detail, e.HttpStatus, e.MayHaveTakenEffect));
    }

    [Fact]
    public async Task Several_connections_are_changed_at_once_without_address_and_port()
    {
        Stub.On(BulkRoute, _ => Connections("<connection id=\"c2\"/><connection id=\"C1\"/><connection id=\"c3\"/>"));

        var told = await UpdateManyAsync("c1", "c2");

        Assert.Equal(["C1", "c2"], told.Select(connection => connection.Id));
        var sent = XElement.Parse(Stub.Last(BulkRoute).Body);
        Assert.Equal(["c1", "c2"], sent.Element("connectionLUIDs")!.Elements("connectionLUID").Select(id => id.Value));
        Assert.Equal(["userName", "password", "embedPassword"], sent.Element("connection")!.Attributes().Select(attribute => attribute.Name.LocalName));
    }

    [Fact]
    public async Task A_bulk_answer_that_lacks_a_connection_leaves_open_what_happened()
    {
        Stub.On(BulkRoute, _ => Connections("<connection id=\"c1\"/>"));
        var e = await Assert.ThrowsAsync<TableauException>(() => UpdateManyAsync("c1", "c2"));
        Assert.Equal((TableauErrorKind.Unreachable, true), (e.Kind, e.MayHaveTakenEffect));
    }

    [Theory]
    [InlineData("3.25", false)]
    [InlineData("3.26", true)]
    public async Task The_bulk_update_came_with_a_version(string version, bool supported)
    {
        Stub.ApiVersion = version;
        Assert.Equal(supported, await _bench.Site.SupportsBulkUpdateAsync(default));
    }

    [Fact]
    public async Task Below_that_version_nothing_is_sent()
    {
        Stub.ApiVersion = "3.25";
        var e = await Assert.ThrowsAsync<TableauException>(() => UpdateManyAsync("c1", "c2"));
        Assert.Equal((TableauErrorKind.NotSupported, false, 0), (e.Kind, e.MayHaveTakenEffect, Stub.Count(BulkRoute)));
    }

    [Theory]
    [InlineData("404003")]
    [InlineData("405000")]
    public async Task A_Tableau_that_lacks_the_bulk_update_is_asked_once_until_it_is_another_version(string code)
    {
        Stub.On(BulkRoute, _ => Answer.Error(code));
        Stub.On(ListRoute, _ => Answer.Error("404003"));

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(TableauErrorKind.NotSupported, (await Assert.ThrowsAsync<TableauException>(() => UpdateManyAsync("c1", "c2"))).Kind);
        }

        Assert.Equal((1, false), (Stub.Count(BulkRoute), await _bench.Site.SupportsBulkUpdateAsync(default)));

        Stub.ApiVersion = "3.26";
        await Assert.ThrowsAsync<TableauException>(ListAsync);
        Assert.True(await _bench.Site.SupportsBulkUpdateAsync(default));
    }

    [Fact]
    public async Task A_workbook_that_is_gone_says_nothing_about_the_bulk_update()
    {
        Stub.On(BulkRoute, _ => Answer.Error("404006"));
        Assert.Equal(TableauErrorKind.NotFound, (await Assert.ThrowsAsync<TableauException>(() => UpdateManyAsync("c1"))).Kind);
        Assert.True(await _bench.Site.SupportsBulkUpdateAsync(default));
    }

    public static TheoryData<string> Spellings => [NewSecret, "new&amp;secret&lt;\"'&gt;", "new%26secret%3C%22%27%3E", "new\\u0026secret\\u003C\\u0022\\u0027\\u003E"];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task A_secret_that_comes_back_in_a_complaint_is_seen_by_nobody(string spelling)
    {
        // At the end of what is kept of a complaint, where it would be cut in two.
        var complaint = new string('x', 975) + spelling;
        Stub.On(OneRoute, _ => Answer.Error("400000", complaint));

        var e = await Assert.ThrowsAsync<TableauException>(UpdateAsync);

        var seen = string.Join('\n', [e.Message, e.Detail, .. _bench.Log.Lines]);
        Assert.Contains("xx***", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", seen.Replace("SecretUnavailable", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_does_not_print_its_body()
    {
        var request = TableauRequest.Put("workbooks/x/connections/y", ConnectionXml.Write(Update));
        Assert.Equal("PUT workbooks/x/connections/y", request.ToString());
        Assert.DoesNotContain(NewSecret, Update.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x01)]
    [InlineData(0xD800)]
    public async Task A_secret_that_XML_cannot_carry_is_refused_before_anything_is_sent(int character)
    {
        var secret = $"wrong-{(char)character}";
        var update = Update with { Password = new Secret(secret) };

        var e = await Assert.ThrowsAsync<TableauException>(
            () => _bench.Site.UpdateConnectionAsync(ConnectionItemType.Workbook, Some.Luid, "c1", update, default));

        Assert.Equal((TableauErrorKind.Refused, false), (e.Kind, e.MayHaveTakenEffect));
        Assert.DoesNotContain(secret, e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whitespace_in_a_secret_arrives_as_it_is()
    {
        Stub.On(OneRoute, _ => One("c1"));
        var update = Update with { Password = new Secret(" a\tb\nc\r ") };

        await _bench.Site.UpdateConnectionAsync(ConnectionItemType.Workbook, Some.Luid, "c1", update, default);

        Assert.Equal(" a\tb\nc\r ", XElement.Parse(Stub.Last(OneRoute).Body).Element("connection")!.Attribute("password")!.Value);
    }

    public void Dispose() => _bench.Dispose();

    private static HttpResponseMessage Connections(string rows) => Answer.Xml($"<connections>{rows}</connections>");

    private static HttpResponseMessage One(string id) =>
        Answer.Xml($"<connection id=\"{id}\" type=\"snowflake\" serverAddress=\"a\" serverPort=\"443\" userName=\"TABLEAU_SVC\"/>");

    private Task<IReadOnlyList<TableauConnection>> ListAsync() => _bench.Site.ListConnectionsAsync(ConnectionItemType.Workbook, Some.Luid, default);

    private Task<TableauConnection> UpdateAsync() => _bench.Site.UpdateConnectionAsync(ConnectionItemType.Workbook, Some.Luid, "c1", Update, default);

    private Task<IReadOnlyList<TableauConnection>> UpdateManyAsync(params string[] ids) =>
        _bench.Site.UpdateConnectionsAsync(ConnectionItemType.Workbook, Some.Luid, ids, Update, default);
}
