using GrpcRefresh.Server.Jobs;

namespace GrpcRefresh.Server.Rotation;

/// <summary>A rotation as it stands in the database.</summary>
internal sealed record RotationState(JobRecord Job, RotationCourse Course, IReadOnlyList<RotationStepRecord> Steps);
