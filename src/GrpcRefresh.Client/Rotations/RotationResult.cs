using GrpcRefresh.V1;

namespace GrpcRefresh.Client;

/// <summary>A rotation that has succeeded.</summary>
/// <param name="Job">The job as it ended; <c>Job.Rotation</c> has its numbers.</param>
/// <param name="Plan">What it was to do when it was recorded.</param>
/// <param name="Steps">Each connection as it was left, by number: what was done with it and what is proved of it.</param>
public sealed record RotationResult(Job Job, RotationPlan Plan, IReadOnlyList<RotationStep> Steps);
