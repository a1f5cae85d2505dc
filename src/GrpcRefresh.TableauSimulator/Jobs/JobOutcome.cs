namespace GrpcRefresh.Simulation.Jobs;

/// <summary>How a job ends. Everything but <see cref="Computed"/> is scripted.</summary>
public enum JobOutcome
{
    /// <summary>Success if every stored credential is valid in Snowflake at the job's end, otherwise failure with the driver's words.</summary>
    Computed,

    /// <summary>Finish code 0 whatever the credentials.</summary>
    Success,

    /// <summary>Finish code 1 with notes.</summary>
    Failed,

    /// <summary>Finish code 1 without a reason.</summary>
    FailedSilently,

    /// <summary>Finish code 1; the reason stands only in the status notes.</summary>
    FailedInStatusNotes,

    /// <summary>Finish code 0 with an error among the status notes.</summary>
    SuccessWithErrorNote,

    /// <summary>Finish code 3, as Bridge completes.</summary>
    Completed,

    /// <summary>Runs and succeeds, but querying the job answers 400031.</summary>
    Unreadable,

    /// <summary>Never ends by itself; with Bridge, accepted and never heard of again.</summary>
    Stuck,

    /// <summary>Waits for ever, although backgrounders are free.</summary>
    StuckPending,

    /// <summary>Finish code 1, because every Bridge client was busy.</summary>
    BridgeBusy,

    /// <summary>Finish code 2, as if somebody had cancelled it.</summary>
    Cancelled,
}
