namespace GrpcRefresh.Server.Catalog;

/// <summary>Where the meaning of a name is looked up.</summary>
internal enum CatalogSource
{
    /// <summary>Tableau itself, by the whole project path.</summary>
    Tableau,

    /// <summary>The mapping table in Snowflake, by the name of the innermost project or by the whole path.</summary>
    MappingTable,
}
