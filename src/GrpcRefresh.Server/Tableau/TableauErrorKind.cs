namespace GrpcRefresh.Server.Tableau;

/// <summary>What a failed conversation with Tableau means for whoever asked.</summary>
internal enum TableauErrorKind
{
    /// <summary>No answer, or one that is not Tableau's: reset, time-out, 5xx, HTML of a proxy or a sign-on page.</summary>
    Unreachable,

    /// <summary>429: ask again after <see cref="TableauException.RetryAfter"/>.</summary>
    Throttled,

    /// <summary>Sign-in was refused (401001), or sessions are lost again and again: the credential is bad or used elsewhere.</summary>
    AuthFailed,

    /// <summary>403: the account may not do this.</summary>
    Forbidden,

    /// <summary>404: no such thing, or hidden from the account.</summary>
    NotFound,

    /// <summary>409093: a refresh of the content is already queued or running.</summary>
    AlreadyQueued,

    /// <summary>403180 or 409090: the content has no extract to refresh.</summary>
    NothingToRefresh,

    /// <summary>400031: Tableau cannot tell about this job, and never will.</summary>
    JobNotQueryable,

    /// <summary>403091: the job has already ended.</summary>
    JobEnded,

    /// <summary>This Tableau does not have that call.</summary>
    NotSupported,

    /// <summary>Any other refusal in Tableau's own envelope.</summary>
    Refused,
}
