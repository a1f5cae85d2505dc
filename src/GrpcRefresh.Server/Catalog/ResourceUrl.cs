using System.Text.RegularExpressions;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog;

/// <summary>What an address copied from the browser says about content.</summary>
/// <param name="Host">With its port, unless it is the usual one.</param>
/// <param name="UrlId">The number in the address, which is not the luid.</param>
internal sealed partial record ResourceUrl(string Host, string ContentUrl, ResourceType Type, string UrlId)
{
    public const string Field = "resource.url";

    private const int Longest = 2_048;
    private const string Remedy = "Open the workbook or data source itself (for a view: the workbook's name above it) and copy " +
        "the address that contains /workbooks/ or /datasources/ and a number.";

    /// <exception cref="RefusedException">The address does not name a workbook or data source.</exception>
    public static ResourceUrl Parse(string text)
    {
        if (text.Length > Longest || !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw RefusedException.InvalidField(Field, $"is no address of a web page, or longer than {Longest} characters.");
        }

        if (url.Fragment.Length == 0 && ViewPath().IsMatch(url.AbsolutePath))
        {
            throw RefusedException.InvalidField(Field, $"is the address of a view, and views are refreshed with their workbook. {Remedy}");
        }

        return Read(url) ?? throw RefusedException.InvalidField(Field, $"names no workbook or data source. {Remedy}");
    }

    private static ResourceUrl? Read(Uri url)
    {
        // Whatever follows a question mark says how the page looks, not what it shows.
        var route = url.Fragment.TrimStart('#').Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (site, rest) = route is ["site", var contentUrl, ..] ? (Uri.UnescapeDataString(contentUrl), route[2..]) : ("", route);
        return rest switch
        {
            ["workbooks", var id, ..] when Number().IsMatch(id) => new ResourceUrl(url.Authority, site, ResourceType.Workbook, id),
            ["datasources", var id, ..] when Number().IsMatch(id) => new ResourceUrl(url.Authority, site, ResourceType.Datasource, id),
            ["views" or "redirect_to_view", ..] => throw RefusedException.InvalidField(
                Field, $"is the address of a view, and views are refreshed with their workbook. {Remedy}"),
            _ => null,
        };
    }

    [GeneratedRegex("^(/t/[^/]+)?/(views|authoring)/")]
    private static partial Regex ViewPath();

    [GeneratedRegex("^[0-9]{1,18}$")]
    private static partial Regex Number();
}
