using System.Xml.Linq;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>Storing other credentials. Nothing is verified here: whether they work shows only at the next refresh.</summary>
internal static class ConnectionUpdates
{
    public static RestAnswer One(RestCall call, ContentKind kind)
    {
        var item = Writable(call, kind);
        var change = ConnectionChange.From(call.ReadBody());
        return RestAnswer.Ok(Describe(Carry(call, item, change, [Find(item, call.Id(2))])[0]));
    }

    /// <summary>All or nothing; the body names the connections, and has neither server nor port.</summary>
    public static RestAnswer Many(RestCall call, ContentKind kind)
    {
        var item = Writable(call, kind);
        var body = call.ReadBody();
        var change = ConnectionChange.From(body) with { ServerAddress = null, ServerPort = null };
        var connections = RequestBody.ConnectionLuids(body).Select(luid => Find(item, luid)).ToList();
        return connections.Count == 0
            ? throw Refuse.Malformed("The connection LUIDs are missing.")
            : RestAnswer.Ok(Xml.Element("connections", Carry(call, item, change, connections).Select(DescribeInBulk)));
    }

    private static ContentItem Writable(RestCall call, ContentKind kind)
    {
        var item = call.Item(kind);
        if (call.Owns(item))
        {
            return item;
        }

        return item.Writers.Contains(call.User.Name, StringComparer.OrdinalIgnoreCase)
            ? kind == ContentKind.Workbook ? item : throw Refuse.ConnectionUpdateNotTheOwners(item)
            : throw Refuse.ConnectionUpdateNotAllowed(item);
    }

    /// <summary>Stores the change, as far as the call's fault lets it, and answers what the caller is to believe.</summary>
    private static List<ItemConnection> Carry(RestCall call, ContentItem item, ConnectionChange change, IReadOnlyList<ItemConnection> connections)
    {
        Store(call, item, [.. connections.Select(connection => Stored(call.Fault, change, connection))]);
        return call.Fault?.Kind == FaultKind.ConnectionProblem ? throw Refuse.ConnectionProblem(item) : [.. connections.Select(change.ApplyTo)];
    }

    private static ItemConnection Stored(Fault? fault, ConnectionChange change, ItemConnection connection)
    {
        var offered = change.Password is { } secret ? connection.Offered(secret) : connection;
        return fault?.Kind switch
        {
            FaultKind.ConnectionProblem => offered,
            FaultKind.IgnoreUpdate when fault.Concerns(connection.Luid) => offered,
            FaultKind.KeepOldSecret when fault.Concerns(connection.Luid) => change.ApplyTo(offered) with { Secret = connection.Secret },
            _ => change.ApplyTo(offered),
        };
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
