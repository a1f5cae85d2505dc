namespace GrpcRefresh.Server.Telemetry;

/// <summary>What came of a request to Tableau: an answer, or a failure of the kind of that name.</summary>
internal enum RequestOutcome
{
    Ok,
    Unreachable,
    Throttled,
    AuthFailed,
    Forbidden,
    NotFound,
    AlreadyQueued,
    NothingToRefresh,
    JobNotQueryable,
    JobEnded,
    NotSupported,
    Refused,

    /// <summary>Whoever asked gave up.</summary>
    Cancelled,
}

/// <summary>What came of a sign-in.</summary>
internal enum SignInOutcome
{
    SignedIn,

    /// <summary>Tableau refused the credential.</summary>
    Refused,

    /// <summary>No answer, or asked to wait; the credential was not judged.</summary>
    Unanswered,

    /// <summary>The service has no secret to sign in with, so nothing was asked.</summary>
    NoSecret,

    /// <summary>Not tried, because an earlier one was refused or sessions do not last.</summary>
    Paused,
}
