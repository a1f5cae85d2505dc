using System.Xml.Linq;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>Virtual connections, to look at only. Their connections have attributes of their own, and pages.</summary>
internal static class VirtualConnections
{
    public static RestAnswer List(RestCall call)
    {
        var page = SideContents.Page(call, SideContentKind.VirtualConnection);
        return RestAnswer.Ok(page.Pagination, Xml.Element("virtualConnections", page.Items.Select(content => Describe(call, content))));
    }

    public static RestAnswer Connections(RestCall call)
    {
        var page = Page<ItemConnection>.Of(SideContents.Find(call, SideContentKind.VirtualConnection).Connections, call.Query);
        return RestAnswer.Ok(page.Pagination, Xml.Element("virtualConnectionConnections", page.Items.Select(connection => Xml.Element(
            "connection",
            Xml.Attribute("connectionId", connection.Luid),
            Xml.Attribute("dbClass", connection.Type),
            Xml.Attribute("server", connection.ServerAddress),
            Xml.Attribute("port", connection.ServerPort),
            Xml.Attribute("username", connection.UserName)))));
    }

    private static XElement Describe(RestCall call, SideContent content) => Xml.Element(
        "virtualConnection",
        Xml.Attribute("id", content.Luid),
        Xml.Attribute("name", content.Name),
        Xml.Attribute("webpageUrl", SideContents.WebPage(call, content, "virtualconnections")),
        Xml.Attribute("createdAt", content.CreatedAt),
        Xml.Attribute("updatedAt", content.CreatedAt),
        Xml.Attribute("hasExtracts", false),
        Xml.Attribute("isCertified", false),
        SideContents.Children(content));
}
