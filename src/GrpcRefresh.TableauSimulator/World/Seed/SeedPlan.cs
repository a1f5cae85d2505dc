namespace GrpcRefresh.Simulation.World.Seed;

/// <summary>What is added to the documented seed, and how old it looks.</summary>
internal sealed record SeedPlan
{
    public int Workbooks { get; init; }

    public int Datasources { get; init; }

    /// <summary>Connections of each generated item, on average; the items take turns in rounding.</summary>
    public decimal ConnectionsPerItem { get; init; } = 1;

    public bool BothSites { get; init; }

    public bool Variety { get; init; }

    /// <summary>The simulator's start: extracts were refreshed in the hours before it. Without one they are as old as 2025.</summary>
    public DateTimeOffset? Start { get; init; }
}
