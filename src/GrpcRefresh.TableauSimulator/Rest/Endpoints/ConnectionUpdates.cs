using System.Xml.Linq;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>Storing other credentials. Nothing is verified here: whether they work shows only at the next refresh.</summary>
internal static class ConnectionUpdates
{
    public static RestAnswer One(RestCall call, ContentKind kind)
    {
        var item = Writable(call, kind);
        var change = ConnectionChange.From(call.ReadBody(), call.KeepOldSecret);
        var connection = Find(item, call.Id(2));
        var changed = change.ApplyTo(connection);
        Store(call, item, [changed]);
        return RestAnswer.Ok(Describe(changed));
    }

    /// <summary>All or nothing; the body names the connections, and has neither server nor port.</summary>
    public static RestAnswer Many(RestCall call, ContentKind kind)
    {
        var item = Writable(call, kind);
        var body = call.ReadBody();
        var change = ConnectionChange.From(body, call.KeepOldSecret) with { ServerAddress = null, ServerPort = null };
        var luids = body.Element("connectionLUIDs")?.Elements("connectionLUID").Select(luid => luid.Value.Trim()).Distinct().ToList();
        if (luids is null or [])
        {
            throw Refuse.Malformed("The connection LUIDs are missing.");
        }

        var changed = luids.Select(luid => change.ApplyTo(Find(item, luid))).ToList();
        Store(call, item, changed);
        return RestAnswer.Ok(Xml.Element("connections", changed.Select(DescribeInBulk)));
    }

    private static ContentItem Writable(RestCall call, ContentKind kind)
    {
        var item = call.Item(kind);
        return call.Owns(item) ? item : throw Refuse.ConnectionUpdateNotAllowed(item);
    }

    private static ItemConnection Find(ContentItem item, string luid)
    {
        var connection = item.Connections.FirstOrDefault(connection => connection.Luid.Equals(luid, StringComparison.OrdinalIgnoreCase))
            ?? throw Refuse.UnknownConnection(luid);
        return connection.IsLinkToPublishedSource ? throw Refuse.ConnectionNotEditable(luid, item) : connection;
    }

    private static void Store(RestCall call, ContentItem item, IReadOnlyList<ItemConnection> changed) => call.World.Data.Put(item with
    {
        Connections = [.. item.Connections.Select(old => changed.FirstOrDefault(connection => connection.Luid == old.Luid) ?? old)],
    });

    private static XElement Describe(ItemConnection connection) => Xml.Element(
        "connection",
        Xml.Attribute("id", connection.Luid),
        Xml.Attribute("type", connection.Type),
        Xml.Attribute("serverAddress", connection.ServerAddress),
        Xml.Attribute("serverPort", connection.ServerPort),
        Xml.Attribute("userName", connection.UserName));

    private static XElement DescribeInBulk(ItemConnection connection)
    {
        var element = Describe(connection);
        element.Add(Xml.Attribute("embedPassword", connection.EmbedPassword), Xml.Attribute("authenticationType", connection.AuthenticationType));
        return element;
    }
}
