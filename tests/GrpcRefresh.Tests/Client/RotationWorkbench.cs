using Google.Protobuf.WellKnownTypes;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Client;

/// <summary>Rotations for a client over scripted calls.</summary>
internal static class RotationWorkbench
{
    private static readonly DateTimeOffset Noon = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    public static Job Rotation(JobState state, int revision = 1) => new() { JobId = "job-1", Kind = JobKind.Rotation, State = state, Revision = revision };

    /// <summary>A rotation as it was recorded, with planned steps from 1 on.</summary>
    public static RotateConnectionCredentialsResponse Started(int steps) => new()
    {
        Job = Rotation(JobState.Queued),
        Plan = new RotationPlan { Steps = { Enumerable.Range(1, steps).Select(number => Step(number, RotationStepState.Planned)) }, ChangedConnections = steps },
    };

    /// <param name="seconds">After noon; a plan has no time.</param>
    public static RotationStep Step(int number, RotationStepState state, int? seconds = null) => new()
    {
        Number = number,
        State = state,
        UpdateTime = seconds is { } past ? Timestamp.FromDateTimeOffset(Noon.AddSeconds(past)) : null,
    };

    public static WatchJobResponse Event(WatchEvent happened, JobState state, int revision, params RotationStep[] changed) =>
        new() { Event = happened, Job = Rotation(state, revision), ResumeToken = $"after {revision}", ChangedSteps = { changed } };

    public static ListRotationStepsResponse Page(params RotationStep[] steps) => new() { Steps = { steps } };
}
