using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs;

/// <summary>What becomes of a request, given the jobs that are active in its lane.</summary>
internal enum LaneVerdict
{
    /// <summary>A new job, next in line.</summary>
    Start,

    /// <summary>A new job behind the active one.</summary>
    Queue,

    /// <summary>The active job will do.</summary>
    JoinHead,

    /// <summary>The waiting follow-up will do.</summary>
    JoinFollowUp,

    /// <summary>The caller wanted none active.</summary>
    Reject,
}

/// <summary>The freshness rules of <c>RefreshResource</c> as a pure function.</summary>
/// <remarks>
/// A lane holds at most two jobs: a head, and one follow-up behind a head that may already have started. A job that
/// is still QUEUED can serve any request, since it can still be turned from INCREMENTAL into FULL.
/// </remarks>
internal static class LaneDecision
{
    public static LaneVerdict Decide(JobRecord? head, JobRecord? followUp, RefreshMode mode, Freshness freshness)
    {
        if (head is null)
        {
            return LaneVerdict.Start;
        }

        if (freshness == Freshness.RejectIfActive)
        {
            return LaneVerdict.Reject;
        }

        if (CanServe(head, mode, freshness))
        {
            return LaneVerdict.JoinHead;
        }

        return followUp is null ? LaneVerdict.Queue : LaneVerdict.JoinFollowUp;
    }

    private static bool CanServe(JobRecord head, RefreshMode mode, Freshness freshness) => head.State switch
    {
        JobState.Queued => true,
        JobState.Cancelling => false,
        _ => freshness == Freshness.JoinActive && !head.Drive.CancelRequested && RunModes.Serves(head.Mode, mode),
    };
}
