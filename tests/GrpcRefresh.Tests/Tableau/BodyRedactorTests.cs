using System.Xml.Linq;
using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Tests.Tableau;

public sealed class BodyRedactorTests
{
    private const string Visible = "the-pat-s";

    [Theory]
    [InlineData("""<connection userName="svc" password="hunter2"/>""", """<connection userName="svc" password=***/>""")]
    [InlineData("""<connection password = 'hunter2' userName='svc'/>""", """<connection password = *** userName='svc'/>""")]
    [InlineData("""<credentials personalAccessTokenName="n" personalAccessTokenSecret="hunter2">""", """<credentials personalAccessTokenName="n" personalAccessTokenSecret=***>""")]
    [InlineData("""<credentials jwt="hunter2.hunter2.hunter2"/>""", """<credentials jwt=***/>""")]
    [InlineData("""{"connection":{"password":"hunter2","userName":"svc"}}""", """{"connection":{"password":***,"userName":"svc"}}""")]
    [InlineData("""{"password" : "hun\"ter2", "a":1}""", """{"password" : ***, "a":1}""")]
    [InlineData("""{\"password\":\"hunter2\",\"a\":1}""", """{\"password\":***,\"a\":1}""")]
    [InlineData("PASSWORD=hunter2&user=svc", "PASSWORD=***&user=svc")]
    [InlineData("""cut off: <connection password="hunter2 and mo""", "cut off: <connection password=***")]
    [InlineData("""cut off: {"jwt":"hunter2""", """cut off: {"jwt":***""")]
    public void A_quoted_body_loses_its_secrets(string text, string shown) => Assert.Equal(shown, BodyRedactor.Redact(text, null));

    [Theory]
    [InlineData("Login error: the password is wrong.")]
    [InlineData("There was a problem updating connection 'Orders' for workbook 'password' .")]
    [InlineData("")]
    public void Words_without_a_secret_stay_as_they_are(string text) => Assert.Equal(text, BodyRedactor.Redact(text, null));

    [Theory]
    [InlineData("hunter2", "value 'hunter2' is not valid", "value '***' is not valid")]
    [InlineData("""a<b&"c'd""", """a<b&"c'd and a&lt;b&amp;&quot;c'd and a&lt;b&amp;"c'd""", "*** and *** and ***")]
    [InlineData("""a"b\c""", """as JSON a\"b\\c or a\u0022b\\c""", "as JSON *** or ***")]
    [InlineData("a b/c", "as a form a%20b%2Fc", "as a form ***")]
    public void What_was_sent_is_recognised_without_its_name(string secret, string text, string shown)
    {
        var sent = new XElement("tsRequest", new XElement("connection", new XAttribute("userName", "svc"), new XAttribute("password", secret)));

        Assert.Equal(shown, BodyRedactor.Redact(text, sent));
    }

    [Fact]
    public async Task An_error_that_quotes_the_sign_in_shows_its_secret_neither_to_the_caller_nor_to_the_log()
    {
        using var bench = new TableauWorkbench();
        // A detail is cut at a thousand characters: here in the midst of the secret, if it were cut first.
        bench.Stub.On("POST /auth/signin", call => Answer.Error(
            "400000", new string('x', 1_000 - "Some summary: ".Length - call.Body.IndexOf(Some.Secret, StringComparison.Ordinal) - Visible.Length) + call.Body));

        var refused = await Assert.ThrowsAsync<TableauException>(() => bench.ReadAsync());

        Assert.Contains("xxx", refused.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain($"\"{Visible}", refused.ToString() + refused.Detail, StringComparison.Ordinal);
        Assert.NotEmpty(bench.Log.Lines);
        Assert.DoesNotContain(bench.Log.Lines, line => line.Contains($"\"{Visible}", StringComparison.Ordinal));
    }

    [Fact]
    public void A_request_prints_without_its_body()
    {
        var request = TableauRequest.Write(HttpMethod.Put, "/connections/1", new XElement("connection", new XAttribute("password", "hunter2")));

        Assert.Equal("PUT /connections/1", $"{request}");
    }
}
