using System.Xml.Linq;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Tableau;

/// <summary>Workbooks and data sources differ by a word; this knows the word, and reads both.</summary>
internal static class ContentXml
{
    public static string Singular(this ResourceType type) => type switch
    {
        ResourceType.Workbook => "workbook",
        ResourceType.Datasource => "datasource",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Workbook or data source."),
    };

    public static string Plural(this ResourceType type) => type.Singular() + "s";

    public static TableauItem? ReadItem(XElement element, ResourceType type) =>
        element.Text("id") is { } luid && element.Text("name") is { } name
            ? new TableauItem(
                type,
                luid,
                name,
                element.Child("project")?.Text("id"),
                element.Child("project")?.Text("name"),
                element.Child("owner")?.Text("id"),
                element.Text("webpageUrl"),
                element.Flag("hasExtracts"),
                element.Time("updatedAt"))
            {
                ViaBridge = element.Flag("useRemoteQueryAgent") == true,
                Size = element.Number("size"),
            }
            : null;

    public static TableauProject? ReadProject(XElement element) =>
        element.Text("id") is { } luid && element.Text("name") is { } name
            ? new TableauProject(luid, name, element.Text("parentProjectId"))
            : null;
}
