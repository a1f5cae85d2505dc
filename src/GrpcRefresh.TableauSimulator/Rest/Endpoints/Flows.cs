using System.Xml.Linq;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>Flows, to look at only.</summary>
internal static class Flows
{
    public static RestAnswer List(RestCall call)
    {
        var page = SideContents.Page(call, SideContentKind.Flow);
        return RestAnswer.Ok(page.Pagination, Xml.Element("flows", page.Items.Select(flow => Describe(call, flow))));
    }

    /// <summary>As short as the recorded answers: neither authentication type nor tagging.</summary>
    public static RestAnswer Connections(RestCall call)
    {
        var flow = SideContents.Find(call, SideContentKind.Flow);
        return RestAnswer.Ok(Xml.Element("connections", flow.Connections.Select(connection => Xml.Element(
            "connection",
            Xml.Attribute("id", connection.Luid),
            Xml.Attribute("type", connection.Type),
            Xml.Attribute("embedPassword", connection.EmbedPassword),
            Xml.Attribute("serverAddress", connection.ServerAddress),
            Xml.Attribute("userName", connection.UserName)))));
    }

    private static XElement Describe(RestCall call, SideContent flow) => Xml.Element(
        "flow",
        Xml.Attribute("id", flow.Luid),
        Xml.Attribute("name", flow.Name),
        Xml.Attribute("description", ""),
        Xml.Attribute("webpageUrl", SideContents.WebPage(call, flow, "flows")),
        Xml.Attribute("fileType", "tflx"),
        Xml.Attribute("createdAt", flow.CreatedAt),
        Xml.Attribute("updatedAt", flow.CreatedAt),
        SideContents.Children(flow));
}
