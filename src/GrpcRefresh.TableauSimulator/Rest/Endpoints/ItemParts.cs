using System.Xml.Linq;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>What the descriptions of workbooks and data sources share.</summary>
internal static class ItemParts
{
    public static IEnumerable<ContentItem> Of(RestCall call, ContentKind kind) =>
        call.World.Data.Items.Values.Where(item => item.Kind == kind && item.Site == call.Site);

    /// <summary>The browser's address; its last segment is the numeric id, not the LUID.</summary>
    public static string WebPage(RestCall call, ContentItem item)
    {
        var site = item.Site.ContentUrl.Length == 0 ? "" : $"/site/{item.Site.ContentUrl}";
        return $"{call.BaseUrl}/#{site}/{item.KindName}s/{item.VizportalUrlId}";
    }

    public static XElement[] Children(ContentItem item) =>
    [
        Xml.Element("project", Xml.Attribute("id", item.Project.Luid), Xml.Attribute("name", item.Project.Name)),
        Xml.Element("owner", Xml.Attribute("id", item.Owner.Luid)),
        Xml.Element("tags", item.Tags.Select(tag => Xml.Element("tag", Xml.Attribute("label", tag)))),
    ];
}
