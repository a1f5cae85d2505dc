using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Planning;

namespace GrpcRefresh.Server.Rotation;

/// <summary>A rotation's job and plan.</summary>
internal sealed record RotationReceipt(JobRecord Job, RotationPlanRecord Plan);
