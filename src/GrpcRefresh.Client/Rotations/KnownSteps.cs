using GrpcRefresh.V1;

namespace GrpcRefresh.Client.Rotations;

/// <summary>The steps of a rotation as its reader knows them, so that only what is new is told.</summary>
internal sealed class KnownSteps(IEnumerable<RotationStep> steps)
{
    private readonly Dictionary<int, RotationStep> _steps = steps.ToDictionary(step => step.Number);

    /// <summary>Takes steps in and answers those that were not known so.</summary>
    public IReadOnlyList<RotationStep> Take(IEnumerable<RotationStep> told) => [.. told.Where(Take)];

    private bool Take(RotationStep told)
    {
        // A list of all steps may be ahead of the events that follow it.
        if (_steps.TryGetValue(told.Number, out var known) && (known.Equals(told) || IsOlder(told, known)))
        {
            return false;
        }

        _steps[told.Number] = told;
        return true;
    }

    private static bool IsOlder(RotationStep told, RotationStep known) =>
        known.UpdateTime is not null && (told.UpdateTime is null || told.UpdateTime.ToDateTimeOffset() < known.UpdateTime.ToDateTimeOffset());
}
