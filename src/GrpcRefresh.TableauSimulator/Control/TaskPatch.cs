using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Control;

/// <summary>What a caller wants changed about an extract refresh task.</summary>
internal sealed record TaskPatch(bool? IsSuspended, int? ConsecutiveFailures)
{
    public ExtractTask ApplyTo(ExtractTask task) => task with
    {
        IsSuspended = IsSuspended ?? task.IsSuspended,
        ConsecutiveFailures = ConsecutiveFailures switch
        {
            null => task.ConsecutiveFailures,
            < 0 => throw new ArgumentException("'consecutiveFailures' must not be negative."),
            { } count => count,
        },
    };
}
