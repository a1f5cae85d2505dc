namespace GrpcRefresh.SnowflakeSimulation.Api;

/// <summary>Where a statement stands.</summary>
internal enum ExecutionState
{
    Running,
    Succeeded,
    Failed,
    TimedOut,
    Cancelled,
}
