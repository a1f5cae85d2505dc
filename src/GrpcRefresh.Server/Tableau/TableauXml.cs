using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace GrpcRefresh.Server.Tableau;

/// <summary>
/// Reads Tableau's XML without insisting: namespaces differ between versions, any attribute may be missing, elements
/// come in any order, and times may be any ISO 8601.
/// </summary>
internal static class TableauXml
{
    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <exception cref="XmlException">It is no XML, or ends too early.</exception>
    public static XElement Parse(byte[] body)
    {
        using var reader = XmlReader.Create(new MemoryStream(body), Safe);
        return XDocument.Load(reader).Root!;
    }

    public static XElement? Child(this XElement element, string name) =>
        element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    public static IEnumerable<XElement> Below(this XElement element, string name) =>
        element.Descendants().Where(child => child.Name.LocalName == name);

    /// <summary>An attribute's value; null when it is missing or empty.</summary>
    public static string? Text(this XElement element, string name) =>
        element.Attribute(name)?.Value is { Length: > 0 } value ? value : null;

    public static int? Number(this XElement element, string name) =>
        int.TryParse(element.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    public static bool? Flag(this XElement element, string name) => bool.TryParse(element.Text(name), out var value) ? value : null;

    public static DateTimeOffset? Time(this XElement element, string name) => ToTime(element.Text(name));

    public static DateTimeOffset? ToTime(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
