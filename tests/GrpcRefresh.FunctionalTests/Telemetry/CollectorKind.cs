namespace GrpcRefresh.FunctionalTests.Telemetry;

/// <summary>How a collector behaves.</summary>
public enum CollectorKind
{
    /// <summary>Takes what it is sent.</summary>
    Good,

    /// <summary>Nobody listens there.</summary>
    Dead,

    /// <summary>Takes connections and requests, and never answers.</summary>
    Stalling,

    /// <summary>Answers with a page for people.</summary>
    Babbling,
}
