using GrpcRefresh.V1;

namespace GrpcRefresh.Client;

/// <summary>A step in the life of one watched job.</summary>
/// <param name="Event">SNAPSHOT for where it stood as the watch began, UPDATE for a change, TERMINAL for its end.</param>
/// <param name="Job">The job as the step left it.</param>
/// <param name="ResumeToken">Goes on after this step, in another process for example. Opaque.</param>
public sealed record JobUpdate(WatchEvent Event, Job Job, string ResumeToken)
{
    /// <summary>
    /// The connections of a rotation that it touched, as it left them. Empty for other jobs. Empty in a SNAPSHOT, too, except from
    /// <see cref="GrpcRefreshClient.WatchRotationAsync"/>: <see cref="GrpcRefreshClient.ListRotationStepsAsync"/> tells all.
    /// </summary>
    public IReadOnlyList<RotationStep> ChangedSteps { get; init; } = [];
}
