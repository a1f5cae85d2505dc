using System.Xml.Linq;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Tableau;

/// <summary>Reads and writes connections. Virtual connections have words of their own for all that the others tell too.</summary>
internal static class ConnectionXml
{
    public static string Singular(this ConnectionItemType type) => type switch
    {
        ConnectionItemType.Workbook => "workbook",
        ConnectionItemType.Datasource => "datasource",
        ConnectionItemType.Flow => "flow",
        ConnectionItemType.VirtualConnection => "virtualConnection",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a kind of content."),
    };

    public static string Plural(this ConnectionItemType type) => type.Singular() + "s";

    /// <summary>Content that can be refreshed has a type there too; the rest has none.</summary>
    public static ResourceType ToResourceType(this ConnectionItemType type) => type switch
    {
        ConnectionItemType.Workbook => ResourceType.Workbook,
        ConnectionItemType.Datasource => ResourceType.Datasource,
        _ => ResourceType.Unspecified,
    };

    public static TableauConnection Read(XElement row) => new(
        Any(row, "id", "connectionId"),
        Any(row, "type", "dbClass"),
        Any(row, "serverAddress", "server"),
        Any(row, "serverPort", "port"),
        Any(row, "userName", "username"),
        Any(row, "authenticationType"),
        row.Flag("embedPassword"))
    {
        ManagedKeychain = row.Flag("useOAuthManagedKeychain") == true,
        DatasourceLuid = row.Child("datasource")?.Text("id") ?? "",
        DatasourceName = row.Child("datasource")?.Text("name") ?? "",
    };

    /// <summary>The body of an update of one connection.</summary>
    public static XElement Write(ConnectionUpdate update) => new("tsRequest", new XElement(
        "connection",
        Told("serverAddress", update.ServerAddress),
        Told("serverPort", update.ServerPort),
        Credential(update)));

    /// <summary>The body of an update of several connections, which has room for neither address nor port.</summary>
    public static XElement Write(IReadOnlyList<string> connectionIds, ConnectionUpdate update) => new(
        "tsRequest",
        new XElement("connectionLUIDs", connectionIds.Select(id => new XElement("connectionLUID", id))),
        new XElement("connection", Credential(update)));

    // Query tagging is always on for Snowflake, and the way to sign in stays as it is: naming either is asking for trouble.
    private static object?[] Credential(ConnectionUpdate update) =>
    [
        Told("userName", update.UserName),
        new XAttribute("password", update.Password.Reveal()),
        new XAttribute("embedPassword", "true"),
    ];

    private static XAttribute? Told(string name, string value) => value.Length == 0 ? null : new XAttribute(name, value);

    private static string Any(XElement row, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (row.Text(name) is { } value)
            {
                return value;
            }
        }

        return "";
    }
}
