using System.Net;
using System.Security;
using System.Text;

namespace GrpcRefresh.Tests.Tableau;

/// <summary>Answers as Tableau, and what stands in front of it, give them.</summary>
internal static class Answer
{
    public static HttpResponseMessage Xml(string inside, HttpStatusCode status = HttpStatusCode.OK) =>
        Text(status, "application/xml", Envelope(inside));

    public static HttpResponseMessage Error(string code, string detail = "Some detail", int? status = null) =>
        Text((HttpStatusCode)(status ?? int.Parse(code[..3], System.Globalization.CultureInfo.InvariantCulture)), "application/xml", ErrorXml(code, detail));

    public static HttpResponseMessage Json(string text, HttpStatusCode status = HttpStatusCode.OK) => Text(status, "application/json", text);

    public static HttpResponseMessage Empty(HttpStatusCode status) => new(status) { Content = new ByteArrayContent([]) };

    public static HttpResponseMessage Text(HttpStatusCode status, string? mediaType, string text)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        if (mediaType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        }

        return new HttpResponseMessage(status) { Content = content };
    }

    public static string Envelope(string inside) =>
        $"<?xml version='1.0' encoding='UTF-8'?><tsResponse xmlns=\"http://tableau.com/api\">{inside}</tsResponse>";

    public static string ErrorXml(string code, string detail = "Some detail") =>
        Envelope($"<error code=\"{code}\"><summary>Some summary</summary><detail>{SecurityElement.Escape(detail)}</detail></error>");

    /// <summary>Rows of a list with the pagination in front.</summary>
    public static HttpResponseMessage Page(string wrapper, IReadOnlyCollection<string> rows, int page = 1, int total = -1) => Xml(
        $"<pagination pageNumber=\"{page}\" pageSize=\"1000\" totalAvailable=\"{(total < 0 ? rows.Count : total)}\"/><{wrapper}>{string.Concat(rows)}</{wrapper}>");

    public static HttpResponseMessage Job(string id = "job-1") => Xml(
        $"<job id=\"{id}\" mode=\"Asynchronous\" type=\"RefreshExtract\" createdAt=\"2026-09-01T06:00:00Z\"><extractRefreshJob><workbook id=\"{Some.Luid}\" name=\"Orders\"/></extractRefreshJob></job>",
        HttpStatusCode.Accepted);
}
