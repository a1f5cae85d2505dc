namespace GrpcRefresh.Simulation.World;

/// <summary>The kinds of content that hold connections without being workbook or data source.</summary>
public enum SideContentKind
{
    /// <summary>A flow of Tableau Prep.</summary>
    Flow,

    /// <summary>A virtual connection.</summary>
    VirtualConnection,
}
