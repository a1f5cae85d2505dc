namespace GrpcRefresh.Server.Audit;

/// <summary>What came of it. A row is never changed: what came of an intent is a row of its own.</summary>
internal enum AuditOutcome
{
    /// <summary>About to be done; a later row of the same action and target tells what came of it.</summary>
    Intended,

    /// <summary>Recorded here, or taken by Tableau.</summary>
    Accepted,

    /// <summary>Turned away; nothing was changed by it.</summary>
    Refused,

    /// <summary>It may or may not have taken effect.</summary>
    Unknown,

    /// <summary>It did not take effect, as was found out later.</summary>
    NotTaken,

    Succeeded,
    Failed,
    Cancelled,
    TimedOut,
}
