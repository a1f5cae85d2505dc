namespace GrpcRefresh.FunctionalTests.Engine;

/// <summary>What a round is troubled by.</summary>
[Flags]
internal enum Hazards
{
    None = 0,

    /// <summary>The service is killed and started again.</summary>
    Kills = 1,

    /// <summary>Watchers lose their stream.</summary>
    Disconnects = 2,

    /// <summary>Tableau answers badly or not at all.</summary>
    Faults = 4,
}
