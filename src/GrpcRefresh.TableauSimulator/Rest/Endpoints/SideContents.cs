using System.Xml.Linq;
using GrpcRefresh.Simulation.Rest.Filters;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>What flows and virtual connections share.</summary>
internal static class SideContents
{
    private static readonly FieldSet<SideContent> Fields = new FieldSet<SideContent>()
        .Text("name", content => content.Name)
        .Text("projectName", content => content.Project.Name)
        .Text("ownerName", content => content.Owner.Name)
        .Time("createdAt", content => content.CreatedAt)
        .Time("updatedAt", content => content.CreatedAt);

    public static Page<SideContent> Page(RestCall call, SideContentKind kind) => Fields.Select(call, Of(call, kind));

    public static SideContent Find(RestCall call, SideContentKind kind) =>
        Of(call, kind).FirstOrDefault(content => content.Luid.Equals(call.Id(1), StringComparison.OrdinalIgnoreCase))
        ?? throw Refuse.UnknownSideContent(kind, call.Id(1));

    public static string WebPage(RestCall call, SideContent content, string segment)
    {
        var site = content.Site.ContentUrl.Length == 0 ? "" : $"/site/{content.Site.ContentUrl}";
        return $"{call.BaseUrl}/#{site}/{segment}/{content.VizportalUrlId}";
    }

    public static XElement[] Children(SideContent content) =>
    [
        Xml.Element("project", Xml.Attribute("id", content.Project.Luid), Xml.Attribute("name", content.Project.Name)),
        Xml.Element("owner", Xml.Attribute("id", content.Owner.Luid)),
        Xml.Element("tags"),
    ];

    private static IEnumerable<SideContent> Of(RestCall call, SideContentKind kind) =>
        call.World.Data.SideContents.Where(content => content.Kind == kind && content.Site == call.Site);
}
