namespace GrpcRefresh.Server.Telemetry;

/// <summary>What came of a sync of the mapping table.</summary>
internal enum SyncOutcome
{
    /// <summary>Every site that was asked for.</summary>
    Complete,

    /// <summary>Some sites could not be read.</summary>
    Partial,

    /// <summary>Nothing could be written.</summary>
    Failed,
}
