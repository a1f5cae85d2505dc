using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog.Connections;

internal static class ItemTypeWords
{
    /// <summary>One of the kind, in the words of Tableau's users.</summary>
    public static string Words(this ConnectionItemType type) => type switch
    {
        ConnectionItemType.Workbook => "workbook",
        ConnectionItemType.Datasource => "data source",
        ConnectionItemType.Flow => "flow",
        ConnectionItemType.VirtualConnection => "virtual connection",
        _ => "item",
    };
}
