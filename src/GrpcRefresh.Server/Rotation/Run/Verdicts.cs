using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>What a refresh that did not succeed says of the change before it.</summary>
internal static class Verdicts
{
    /// <summary>A refresh that a caller asked for by name may have ended up at other content.</summary>
    public static bool Proves(JobRecord? refresh, RotationStepRecord step) =>
        refresh is { State: JobState.Succeeded } && refresh.Item.Luid == step.Connection.ItemLuid;

    public static Failure Unproved(JobRecord? refresh, string jobId)
    {
        var what = refresh switch
        {
            null => "is no longer kept",
            { IsEnded: false } => "cannot end, because its site is no longer configured",
            { State: JobState.Succeeded } => "was of other content",
            { State: JobState.Failed } => "failed",
            { State: JobState.Cancelled } => "was cancelled",
            _ => "ended without a known outcome",
        };
        var words = refresh?.Error?.Message;
        return new Failure(ErrorReason.VerificationFailed, $"The refresh that was to prove the change {what} (job {jobId}). {words}".TrimEnd())
        {
            Metadata = new Dictionary<string, string> { ["job_id"] = jobId },
        };
    }
}
