using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>What a refresh that did not succeed says of the change before it.</summary>
internal static class Verdicts
{
    public static Failure Unproved(JobRecord? refresh, string jobId)
    {
        var what = refresh switch
        {
            null => "is no longer kept",
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
