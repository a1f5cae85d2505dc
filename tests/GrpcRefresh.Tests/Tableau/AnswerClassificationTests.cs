using System.Net;
using GrpcRefresh.Server.Tableau;
using Xunit;

namespace GrpcRefresh.Tests.Tableau;

public sealed class AnswerClassificationTests
{
    private const string Html = "<!DOCTYPE html><html><body><h1>503 Service Unavailable</h1></body></html>";
    private const string ErrorJson = """{"error":{"summary":"Some summary","detail":"Some detail","code":"404006"}}""";

    public static TheoryData<int, string?, string, object, string?> Bad => new()
    {
        { 401, "application/xml", Answer.ErrorXml("401001"), TableauErrorKind.AuthFailed, "401001" },
        { 403, "application/xml", Answer.ErrorXml("403032"), TableauErrorKind.Forbidden, "403032" },
        { 403, "text/xml;charset=UTF-8", Answer.ErrorXml("409028"), TableauErrorKind.Forbidden, "409028" },
        { 404, "application/xml", Answer.ErrorXml("404018"), TableauErrorKind.NotFound, "404018" },
        { 404, "application/xml", Answer.ErrorXml("404003"), TableauErrorKind.Refused, "404003" },
        { 400, "application/xml", Answer.ErrorXml("400031"), TableauErrorKind.JobNotQueryable, "400031" },
        { 403, "application/xml", Answer.ErrorXml("403091"), TableauErrorKind.JobEnded, "403091" },
        { 403, "application/xml", Answer.ErrorXml("403180"), TableauErrorKind.NothingToRefresh, "403180" },
        { 409, "application/xml", Answer.ErrorXml("409090"), TableauErrorKind.NothingToRefresh, "409090" },
        { 409, "application/xml", Answer.ErrorXml("409093", "Ressourcenkonflikt"), TableauErrorKind.AlreadyQueued, "409093" },
        { 409, "application/xml", Answer.ErrorXml("409004"), TableauErrorKind.Refused, "409004" },
        { 429, "application/xml", Answer.ErrorXml("429000"), TableauErrorKind.Throttled, "429000" },
        { 500, "application/xml", Answer.ErrorXml("500000"), TableauErrorKind.Unreachable, "500000" },
        { 408, "application/xml", Answer.ErrorXml("408000"), TableauErrorKind.Unreachable, "408000" },
        { 200, "application/xml", Answer.ErrorXml("400000"), TableauErrorKind.Refused, "400000" },
        { 404, "application/json", ErrorJson, TableauErrorKind.NotFound, "404006" },
        { 404, null, ErrorJson, TableauErrorKind.NotFound, "404006" },
        { 404, "text/plain", Answer.ErrorXml("404006"), TableauErrorKind.NotFound, "404006" },
        { 404, "application/json", """{"error":{"code":404006}}""", TableauErrorKind.NotFound, "404006" },
        { 404, "application/json", """{"message":"no route"}""", TableauErrorKind.Unreachable, null },
        { 404, "application/json", "[]", TableauErrorKind.Unreachable, null },
        { 404, "text/html", Html, TableauErrorKind.Unreachable, null },
        { 404, "application/xml", "", TableauErrorKind.Unreachable, null },
        { 403, "text/html", Html, TableauErrorKind.Unreachable, null },
        { 401, "text/html", Html, TableauErrorKind.Unreachable, null },
        { 407, "text/html", Html, TableauErrorKind.Unreachable, null },
        { 429, "text/html", Html, TableauErrorKind.Throttled, null },
        { 503, "text/html", Html, TableauErrorKind.Unreachable, null },
        { 504, null, "", TableauErrorKind.Unreachable, null },
        { 302, "text/html", Html, TableauErrorKind.Unreachable, null },
        { 200, "text/html", Html, TableauErrorKind.Unreachable, null },
        { 200, null, Html, TableauErrorKind.Unreachable, null },
        { 200, "application/xml", Html, TableauErrorKind.Unreachable, null },
        { 200, "application/xml", "<html><body/></html>", TableauErrorKind.Unreachable, null },
        { 200, "application/xml", "<tsResponse><job id=\"1\"", TableauErrorKind.Unreachable, null },
        { 200, "application/xml", "<!DOCTYPE x [<!ENTITY a \"b\">]><tsResponse>&a;</tsResponse>", TableauErrorKind.Unreachable, null },
        { 200, "application/json", "{}", TableauErrorKind.Unreachable, null },
        { 200, "application/json", "{", TableauErrorKind.Unreachable, null },
        { 200, "text/plain", "ok", TableauErrorKind.Unreachable, null },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_answer_is_known_by_status_and_format(int status, string? mediaType, string body, object kind, string? code)
    {
        var e = Assert.Throws<TableauException>(() => Read(Answer.Text((HttpStatusCode)status, mediaType, body)));

        Assert.Equal(((TableauErrorKind)kind, code, status), (e.Kind, e.Code, e.HttpStatus!.Value));
        Assert.Equal(code is null, e.Detail is null);
        Assert.False(e.MayHaveTakenEffect);
    }

    [Fact]
    public void A_good_answer_is_read_whatever_its_namespace() =>
        Assert.Equal("1", Read(Answer.Text(HttpStatusCode.OK, "application/xml", "<ts:tsResponse xmlns:ts=\"urn:new\"><ts:job id=\"1\"/></ts:tsResponse>"))!.Child("job")!.Text("id"));

    [Fact]
    public void A_good_answer_is_read_without_its_media_type() =>
        Assert.NotNull(Read(Answer.Text(HttpStatusCode.OK, null, "\uFEFF" + Answer.Envelope("<job id=\"1\"/>"))));

    [Fact]
    public void A_success_without_a_body_is_a_success() => Assert.Null(Read(Answer.Empty(HttpStatusCode.NoContent)));

    [Fact]
    public void Tableaus_words_and_request_id_are_kept()
    {
        var answer = Answer.Error("404006", "No such workbook");
        answer.Headers.TryAddWithoutValidation("X-Request-Id", "req-7");

        var e = Assert.Throws<TableauException>(() => Read(answer));

        Assert.Equal(("Some summary: No such workbook", "req-7"), (e.Detail, e.RequestId));
        Assert.Contains("404006", e.Message, StringComparison.Ordinal);
        Assert.Contains("req-7", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tableaus_words_are_cut_after_a_thousand_characters() =>
        Assert.Equal(1_000, Assert.Throws<TableauException>(() => Read(Answer.Error("400000", new string('x', 5_000)))).Detail!.Length);

    [Fact]
    public void A_redirect_names_the_host_it_leads_to()
    {
        var answer = Answer.Empty(HttpStatusCode.Found);
        answer.Headers.Location = new Uri("https://sso.example.com/login?next=secret");

        var e = Assert.Throws<TableauException>(() => Read(answer));

        Assert.Contains("sso.example.com", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
    }

    private static System.Xml.Linq.XElement? Read(HttpResponseMessage response)
    {
        var body = response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
        var answer = new TableauAnswer((int)response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, body);
        return AnswerReader.ReadXml(TableauRequest.Get("any"), answer, DateTimeOffset.UnixEpoch);
    }
}
