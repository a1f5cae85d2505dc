using System.Xml.Linq;

namespace GrpcRefresh.FunctionalTests.Simulator;

/// <summary>An answer as it came, and the parts of it that tests ask for.</summary>
internal sealed record Answer(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    private static readonly XNamespace Api = "http://tableau.com/api";

    public XElement Root => XDocument.Parse(Text).Root!;

    public string? Code => Child("error").Attribute("code")?.Value;

    public string Detail => Child("error").Element(Api + "detail")!.Value;

    public XElement Child(string name) => Root.Element(Api + name)
        ?? throw new InvalidOperationException($"There is no {name} in {Status}: {Text}");

    public IReadOnlyList<XElement> All(string name) => [.. Root.Descendants(Api + name)];

    public IReadOnlyList<string> Values(string element, string attribute) =>
        [.. All(element).Select(found => found.Attribute(attribute)?.Value ?? "")];

    public static string Id(XElement parent, string name) => parent.Element(Api + name)!.Attribute("id")!.Value;

    /// <summary>What surrounds every XML answer of version 3.27, letter by letter.</summary>
    public static string Envelope(string content) =>
        "<?xml version='1.0' encoding='UTF-8'?><tsResponse xmlns=\"http://tableau.com/api\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
        + "xsi:schemaLocation=\"http://tableau.com/api https://help.tableau.com/samples/en-us/rest_api/ts-api_3_27.xsd\">"
        + $"{content}</tsResponse>";

    public static string Error(string code, string summary, string detail) =>
        Envelope($"<error code=\"{code}\"><summary>{summary}</summary><detail>{detail}</detail></error>");
}
