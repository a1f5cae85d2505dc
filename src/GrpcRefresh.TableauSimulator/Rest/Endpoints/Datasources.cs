using System.Xml.Linq;
using GrpcRefresh.Simulation.Rest.Filters;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>Published data sources. Old servers know only a few of the filter keys; which ones are old is a setting.</summary>
internal static class Datasources
{
    private const string Newer = "2.1";

    private static readonly Version Old = new(2, 0);

    private static readonly FieldSet<ContentItem> Fields = new FieldSet<ContentItem>()
        .Text("name", item => item.Name)
        .Text("type", item => item.Type, FilterOperator.Eq)
        .Text("ownerName", item => item.Owner.Name)
        .Texts("tags", item => item.Tags)
        .Number("favoritesTotal", _ => 0)
        .Time("createdAt", item => item.CreatedAt)
        .Time("updatedAt", item => item.UpdatedAt)
        .Number("size", item => item.Size, Newer)
        .Text("contentUrl", item => item.ContentUrl, since: Newer)
        .Text("description", item => item.Description, since: Newer)
        .Text("projectName", item => item.Project.Name, since: Newer)
        .Text("ownerEmail", item => item.Owner.Email, FilterOperator.Eq, Newer)
        .Text("ownerDomain", _ => User.Domain, since: Newer)
        .Texts("connectionType", item => item.Connections.Select(connection => connection.Type), since: Newer)
        .Texts("connectionTo", item => item.Connections.Select(connection => connection.ServerAddress), since: Newer)
        .Texts("serverName", item => item.Connections.Select(connection => connection.ServerAddress), since: Newer)
        .Texts("serverPort", item => item.Connections.Select(connection => connection.ServerPort ?? ""), FilterOperator.Eq, Newer)
        .Texts("databaseName", item => item.Connections.Select(connection => connection.DatabaseName), since: Newer)
        .Texts("databaseUserName", item => item.Connections.Select(connection => connection.UserName), since: Newer)
        .Texts("authenticationType", item => item.Connections.Select(connection => connection.AuthenticationType ?? ""), since: Newer)
        .Texts("tableName", _ => [], since: Newer)
        .Text("connectedWorkbookType", _ => null, FilterOperator.Ordered, Newer)
        .Flag("hasEmbeddedPassword", item => item.Connections.Any(connection => connection.EmbedPassword), Newer)
        .Flag("hasExtracts", item => item.HasExtracts, Newer)
        .Flag("hasAlert", _ => false, Newer)
        .Flag("isCertified", item => item.Tags.Contains("certified"), Newer)
        .Flag("isConnectable", _ => true, Newer)
        .Flag("isDefaultPort", item => item.Connections.All(connection => connection.ServerPort is null or "1433"), Newer)
        .Flag("isHierarchical", _ => false, Newer)
        .Flag("isPublished", _ => true, Newer);

    public static RestAnswer List(RestCall call)
    {
        var page = Fields.Select(
            call, ItemParts.Of(call, ContentKind.Datasource), call.Version >= call.World.Settings.ParsedDatasourceFiltersSince ? call.Version : Old);
        return RestAnswer.Ok(page.Pagination, Xml.Element("datasources", page.Items.Select(item => Describe(call, item))));
    }

    public static RestAnswer Get(RestCall call) => RestAnswer.Ok(Describe(call, call.Item(ContentKind.Datasource)));

    private static XElement Describe(RestCall call, ContentItem item) => Xml.Element(
        "datasource",
        Xml.Attribute("id", item.Luid),
        Xml.Attribute("name", item.Name),
        Xml.Attribute("contentUrl", item.ContentUrl),
        Xml.Attribute("type", item.Type),
        Xml.Attribute("size", item.Size),
        Xml.Attribute("description", item.Description),
        Xml.Attribute("createdAt", item.CreatedAt),
        Xml.Attribute("updatedAt", item.UpdatedAt),
        Xml.Attribute("encryptExtracts", false),
        Xml.Attribute("hasExtracts", item.HasExtracts),
        Xml.Attribute("isCertified", item.Tags.Contains("certified")),
        Xml.Attribute("useRemoteQueryAgent", item.ViaBridge),
        Xml.Attribute("webpageUrl", ItemParts.WebPage(call, item)),
        ItemParts.Children(item));
}
