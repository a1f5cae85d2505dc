using GrpcRefresh.V1;

namespace GrpcRefresh.Client;

/// <summary>Reads a job's state.</summary>
public static class JobEnds
{
    /// <summary>Whether the job has ended and will not change its state again.</summary>
    /// <param name="job">The job.</param>
    /// <returns>True from SUCCEEDED on. A state that this client does not know counts as active: only the service knows.</returns>
    public static bool HasEnded(this Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job.State is JobState.Succeeded or JobState.Failed or JobState.Cancelled or JobState.TimedOut or JobState.UnknownOutcome;
    }
}
