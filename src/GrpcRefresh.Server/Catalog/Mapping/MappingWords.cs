using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>The recipe's words for types of content.</summary>
internal static class MappingWords
{
    public static string Of(ResourceType type) => type == ResourceType.Workbook ? "workbook" : "datasource";

    public static ResourceType? TypeOf(string word) => word.ToLowerInvariant() switch
    {
        "workbook" => ResourceType.Workbook,
        "datasource" => ResourceType.Datasource,
        _ => null,
    };
}
