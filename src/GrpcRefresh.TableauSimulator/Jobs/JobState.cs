namespace GrpcRefresh.Simulation.Jobs;

/// <summary>The words of Tableau's job list.</summary>
public enum JobState
{
    /// <summary>Waiting for a backgrounder.</summary>
    Pending,

    /// <summary>Running.</summary>
    InProgress,

    /// <summary>Ended with finish code 0 or 3.</summary>
    Success,

    /// <summary>Ended with finish code 1.</summary>
    Failed,

    /// <summary>Ended with finish code 2.</summary>
    Cancelled,

    /// <summary>Accepted by Tableau Bridge and not over; the word is the user interface's, the API's is not known.</summary>
    SentToBridge,
}
