using GrpcRefresh.V1;
using static GrpcRefresh.V1.JobState;

namespace GrpcRefresh.Server.Jobs;

/// <summary>The state machine of a job.</summary>
internal static class JobStates
{
    public static bool IsEnded(JobState state) => state >= Succeeded;

    /// <summary>Whether Tableau has accepted the job and its fate is learnt by asking.</summary>
    public static bool IsTracked(JobState state) => state is Pending or Running or Cancelling;

    /// <summary>Whether a job may go from one state to another in one step.</summary>
    public static bool MayFollow(JobKind kind, JobState from, JobState to) =>
        kind == JobKind.Rotation ? RotationMayFollow(from, to) : RefreshMayFollow(from, to);

    private static bool RefreshMayFollow(JobState from, JobState to) => from switch
    {
        Queued => to is Submitting or Failed or Cancelled or TimedOut,
        Submitting => to is Queued or Pending or Running or Cancelling || IsEnded(to),
        Pending => to is Running or Cancelling || IsEnded(to),
        Running => to is Cancelling || IsEnded(to),
        // A refused cancel gives the job back to Tableau.
        Cancelling => to is Pending or Running || IsEnded(to),
        _ => false,
    };

    /// <summary>A rotation is run by this service, so there is no one to refuse its cancel.</summary>
    private static bool RotationMayFollow(JobState from, JobState to) => from switch
    {
        Queued => to is Running or Cancelling or Failed,
        Running => to is Cancelling || IsEnded(to),
        Cancelling => IsEnded(to),
        _ => false,
    };
}
