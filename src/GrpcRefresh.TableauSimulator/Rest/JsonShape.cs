using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace GrpcRefresh.Simulation.Rest;

/// <summary>
/// Tableau's JSON is its XML by rule: attributes become members, collections keep their wrapper and hold an array, an empty collection
/// is <c>{}</c>, and an element's text beside attributes is called <c>value</c>.
/// </summary>
internal static class JsonShape
{
    private static readonly HashSet<string> Collections = new(StringComparer.Ordinal)
    {
        "projects", "workbooks", "datasources", "connections", "backgroundJobs", "tasks", "extracts", "tags", "statusNotes", "webhooks",
        "flows", "virtualConnections", "virtualConnectionConnections",
    };

    private static readonly HashSet<string> Flags = new(StringComparer.Ordinal)
    {
        "showTabs", "encryptExtracts", "hasExtracts", "isCertified", "useRemoteQueryAgent", "embedPassword", "queryTaggingEnabled", "isEnabled",
        "useOAuthManagedKeychain",
    };

    public static JsonObject From(IEnumerable<XElement> elements)
    {
        var json = new JsonObject();
        foreach (var element in elements)
        {
            json[element.Name.LocalName] = From(element);
        }

        return json;
    }

    private static JsonNode From(XElement element)
    {
        if (!element.HasAttributes && !element.HasElements && element.Value.Length > 0)
        {
            return element.Value;
        }

        var json = Collections.Contains(element.Name.LocalName) ? Collection(element) : From(element.Elements());
        foreach (var attribute in element.Attributes())
        {
            json[attribute.Name.LocalName] = Flags.Contains(attribute.Name.LocalName) ? attribute.Value == "true" : attribute.Value;
        }

        if (!element.HasElements && element.Value.Length > 0)
        {
            json["value"] = element.Value;
        }

        return json;
    }

    private static JsonObject Collection(XElement element)
    {
        var json = new JsonObject();
        foreach (var group in element.Elements().GroupBy(child => child.Name.LocalName))
        {
            json[group.Key] = new JsonArray([.. group.Select(From)]);
        }

        return json;
    }
}
