namespace GrpcRefresh.Simulation.World;

/// <summary>The two kinds of content whose extracts Tableau refreshes.</summary>
public enum ContentKind
{
    /// <summary>A workbook; its data sources are embedded or links (<c>sqlproxy</c>) to published ones.</summary>
    Workbook,

    /// <summary>A published data source.</summary>
    Datasource,
}
