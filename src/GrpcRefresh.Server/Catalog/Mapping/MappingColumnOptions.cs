namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>Names of columns, as in SQL. The first five are the published recipe's; the others are added by <c>snowflake/60_mapping_table.sql</c>, or as docs/snowflake.md tells the owner of the recipe's table, and a sync needs them.</summary>
internal sealed class MappingColumnOptions
{
    /// <summary>The word workbook or datasource.</summary>
    public string ResourceType { get; set; } = "RESOURCE_TYPE";

    /// <summary>The name of the content.</summary>
    public string ResourceName { get; set; } = "RESOURCE_NAME";

    /// <summary>The name of its innermost project.</summary>
    public string ProjectName { get; set; } = "PROJECT_NAME";

    /// <summary>The contentUrl of its site; empty is the Default site.</summary>
    public string SiteId { get; set; } = "SITE_ID";

    /// <summary>Its luid.</summary>
    public string ResourceId { get; set; } = "RESOURCE_ID";

    /// <summary>The configured name of its Tableau server.</summary>
    public string Server { get; set; } = "SERVER";

    /// <summary>All its projects, outermost first.</summary>
    public string ProjectPath { get; set; } = "PROJECT_PATH";

    /// <summary>The account name of its owner.</summary>
    public string OwnerName { get; set; } = "OWNER_NAME";

    /// <summary>Its address in a browser.</summary>
    public string Url { get; set; } = "URL";

    /// <summary>When a sync last saw it.</summary>
    public string SyncedAt { get; set; } = "SYNCED_AT";

    /// <summary>When a sync first missed it.</summary>
    public string VanishedAt { get; set; } = "VANISHED_AT";

    internal IEnumerable<(string Setting, string Name)> All =>
    [
        (nameof(ResourceType), ResourceType), (nameof(ResourceName), ResourceName), (nameof(ProjectName), ProjectName), (nameof(SiteId), SiteId), (nameof(ResourceId), ResourceId),
        (nameof(Server), Server), (nameof(ProjectPath), ProjectPath), (nameof(OwnerName), OwnerName), (nameof(Url), Url), (nameof(SyncedAt), SyncedAt), (nameof(VanishedAt), VanishedAt),
    ];
}
