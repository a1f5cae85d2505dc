using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>The steps of one item: changed together, refreshed once.</summary>
internal sealed record RotationUnit(ItemKey Item, IReadOnlyList<int> Numbers, bool Canary)
{
    /// <summary>In the order of the plan.</summary>
    public static IReadOnlyList<RotationUnit> Of(IEnumerable<RotationStepRecord> steps) =>
    [
        .. steps.Where(step => step.State != RotationStepState.Skipped)
            .GroupBy(step => ItemKey.Of(step.Connection))
            .Select(group => new RotationUnit(group.Key, [.. group.Select(step => step.Number)], group.Any(step => step.Canary))),
    ];
}
