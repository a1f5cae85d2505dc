using System.Xml.Linq;
using GrpcRefresh.Simulation.Rest.Filters;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Rest.Endpoints;

/// <summary>Workbooks. They cannot be filtered by connection type: that is what the metadata API is for.</summary>
internal static class Workbooks
{
    private static readonly FieldSet<ContentItem> Fields = new FieldSet<ContentItem>()
        .Text("name", item => item.Name)
        .Text("contentUrl", item => item.ContentUrl)
        .Text("ownerName", item => item.Owner.Name)
        .Text("ownerEmail", item => item.Owner.Email)
        .Text("ownerDomain", _ => User.Domain)
        .Text("projectName", item => item.Project.Name)
        .Texts("tags", item => item.Tags)
        .Flag("hasExtracts", item => item.HasExtracts)
        .Flag("hasAlerts", _ => false)
        .Flag("displayTabs", _ => false)
        .Number("size", item => item.Size)
        .Number("sheetCount", _ => 1)
        .Number("favoritesTotal", _ => 0)
        .Number("subscriptionTotal", _ => 0)
        .Time("createdAt", item => item.CreatedAt)
        .Time("updatedAt", item => item.UpdatedAt);

    public static RestAnswer List(RestCall call)
    {
        var page = Fields.Select(call, ItemParts.Of(call, ContentKind.Workbook));
        return RestAnswer.Ok(page.Pagination, Xml.Element("workbooks", page.Items.Select(item => Describe(call, item))));
    }

    public static RestAnswer Get(RestCall call) => RestAnswer.Ok(Describe(call, call.Item(ContentKind.Workbook)));

    private static XElement Describe(RestCall call, ContentItem item) => Xml.Element(
        "workbook",
        Xml.Attribute("id", item.Luid),
        Xml.Attribute("name", item.Name),
        Xml.Attribute("description", item.Description),
        Xml.Attribute("contentUrl", item.ContentUrl),
        Xml.Attribute("webpageUrl", ItemParts.WebPage(call, item)),
        Xml.Attribute("showTabs", false),
        Xml.Attribute("size", item.Size),
        Xml.Attribute("createdAt", item.CreatedAt),
        Xml.Attribute("updatedAt", item.UpdatedAt),
        Xml.Attribute("encryptExtracts", false),
        Xml.Attribute("hasExtracts", item.HasExtracts),
        ItemParts.Children(item));
}
