using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace GrpcRefresh.Simulation.Rest;

/// <summary>Reads a body of either language into one shape: elements without namespace under <c>tsRequest</c>.</summary>
internal static class RequestBody
{
    private static readonly XmlReaderSettings Safely = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>The language is taken from the first character, since real clients sign in without a content type.</summary>
    public static XElement Parse(byte[] bytes)
    {
        try
        {
            var first = bytes.FirstOrDefault(value => value is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'));
            return first switch
            {
                0 => throw Refuse.Malformed("The request body is missing."),
                (byte)'{' => FromJson(bytes),
                _ => FromXml(bytes),
            };
        }
        catch (Exception problem) when (problem is XmlException or JsonException or ArgumentException)
        {
            throw Refuse.Malformed("Payload is either malformed or incomplete.");
        }
    }

    /// <summary>The connections that a bulk update names, each once.</summary>
    public static IEnumerable<string> ConnectionLuids(XElement body) =>
        (body.Element("connectionLUIDs")?.Elements("connectionLUID") ?? []).Select(luid => luid.Value.Trim()).Distinct(StringComparer.OrdinalIgnoreCase);

    private static XElement FromXml(byte[] bytes)
    {
        using var reader = XmlReader.Create(new MemoryStream(bytes), Safely);
        var root = Bare(XElement.Load(reader));
        return root.Name == "tsRequest" ? root : throw Refuse.Malformed("Payload is either malformed or incomplete.");
    }

    private static XElement Bare(XElement element) => new(
        element.Name.LocalName,
        element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration),
        element.Nodes().Select(node => node is XElement child ? Bare(child) : node));

    private static XElement FromJson(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        var root = new XElement("tsRequest");
        Fill(root, document.RootElement);
        return root;
    }

    private static void Fill(XElement element, JsonElement json)
    {
        foreach (var property in json.EnumerateObject())
        {
            var values = property.Value.ValueKind == JsonValueKind.Array ? property.Value.EnumerateArray().ToArray() : [property.Value];
            var isArray = property.Value.ValueKind == JsonValueKind.Array;
            foreach (var value in values)
            {
                Add(element, property.Name, value, isArray);
            }
        }
    }

    private static void Add(XElement element, string name, JsonElement value, bool inArray)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            var child = new XElement(name);
            Fill(child, value);
            element.Add(child);
        }
        else if (value.ValueKind != JsonValueKind.Null)
        {
            var text = value.ValueKind is JsonValueKind.True or JsonValueKind.False ? Xml.Text(value.GetBoolean()) : value.ToString();
            element.Add(inArray ? new XElement(name, text) : new XAttribute(name, text));
        }
    }
}
