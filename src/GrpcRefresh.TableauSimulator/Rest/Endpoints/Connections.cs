using System.Xml.Linq;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>The connections of an item, without paging, filters or passwords.</summary>
internal static class Connections
{
    public static RestAnswer List(RestCall call, ContentKind kind)
    {
        var item = Find(call, kind);
        return RestAnswer.Ok(Xml.Element("connections", item.Connections.Select(connection => Describe(item, connection))));
    }

    /// <summary>The reference has a code of its own for a data source that is unknown here.</summary>
    private static ContentItem Find(RestCall call, ContentKind kind)
    {
        try
        {
            return call.Item(kind);
        }
        catch (RestRefusal) when (kind == ContentKind.Datasource)
        {
            throw Refuse.UnknownDatasourceOfConnections(call.Id(1));
        }
    }

    private static XElement Describe(ContentItem item, ItemConnection connection) => Xml.Element(
        "connection",
        Xml.Attribute("id", connection.Luid),
        Xml.Attribute("type", connection.Type),
        Xml.Attribute("serverAddress", connection.ServerAddress),
        Xml.Attribute("serverPort", connection.ServerPort),
        Xml.Attribute("userName", connection.UserName),
        Xml.Attribute("embedPassword", connection.TellsEmbedPassword ? connection.EmbedPassword : null),
        Xml.Attribute("queryTaggingEnabled", connection.QueryTaggingEnabled),
        Xml.Attribute("authenticationType", connection.AuthenticationType),
        Xml.Attribute("useOAuthManagedKeychain", connection.UseOAuthManagedKeychain),
        item.Kind == ContentKind.Datasource ? null : Xml.Element(
            "datasource",
            Xml.Attribute("id", connection.DatasourceLuid),
            Xml.Attribute("name", connection.DatasourceName)));
}
