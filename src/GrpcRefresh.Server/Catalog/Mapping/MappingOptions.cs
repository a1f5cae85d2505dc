using System.ComponentModel.DataAnnotations;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>The table in Snowflake that says which id a name of content means. It needs <c>GrpcRefresh:Snowflake</c>.</summary>
internal sealed class MappingOptions
{
    internal const string Key = $"{CatalogOptions.Section}:{nameof(CatalogOptions.Mapping)}";

    /// <summary>
    /// Its name, as in SQL: parts without quotes are read in capitals. That of the published recipe unless set; the bundle in <c>snowflake/</c>
    /// makes one in a database of its own.
    /// </summary>
    public string Table { get; set; } = "\"EXTERNAL_ACCESS\".\"MAPPING_TABLES\".\"API__TABLEAU__RESOURCES\"";

    /// <summary>What its columns are called.</summary>
    public MappingColumnOptions Columns { get; set; } = new();

    /// <summary>How old the copy of the table may become before a look-up reads it again. Each read may resume a warehouse. It is first read at the start. While Snowflake is away an older copy serves.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The most rows that are read. A table with more is not used, for look-ups or for a sync.</summary>
    [Range(1, 5_000_000)]
    public int MaxRows { get; set; } = 200_000;

    /// <summary>
    /// How often the table is brought up to date with all sites, give or take a tenth. Each time may resume a warehouse. Not by itself unless set.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan? SyncEvery { get; set; }
}
