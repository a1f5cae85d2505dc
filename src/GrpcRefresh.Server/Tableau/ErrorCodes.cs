namespace GrpcRefresh.Server.Tableau;

/// <summary>Tableau's error codes that mean something to us; its words are localised, so only codes are compared.</summary>
internal static class ErrorCodes
{
    public const string SignInRefused = "401001";
    public const string JobNotQueryable = "400031";
    public const string ConnectionUpdateFailed = "400033";
    public const string UnknownFilterKey = "400065";
    public const string PageOutOfRange = "400006";
    public const string JobEnded = "403091";
    public const string RefreshNotAllowed = "403180";
    public const string UnknownUri = "404003";
    public const string WrongVerb = "405000";
    public const string RefreshNotAllowedOld = "409090";
    public const string AlreadyQueued = "409093";

    /// <summary>The status gives the class, the code the identity: codes need not begin with the status.</summary>
    public static TableauErrorKind KindOf(int status, string? code) => (status, code) switch
    {
        (_, AlreadyQueued) => TableauErrorKind.AlreadyQueued,
        (_, RefreshNotAllowed or RefreshNotAllowedOld) => TableauErrorKind.NothingToRefresh,
        (_, JobNotQueryable) => TableauErrorKind.JobNotQueryable,
        (_, JobEnded) => TableauErrorKind.JobEnded,
        // The address is wrong, so the version is; the content may well be there.
        (_, UnknownUri) => TableauErrorKind.Refused,
        (401, _) => TableauErrorKind.AuthFailed,
        (403, _) => TableauErrorKind.Forbidden,
        (404, _) => TableauErrorKind.NotFound,
        (429, _) => TableauErrorKind.Throttled,
        (408 or >= 500, _) => TableauErrorKind.Unreachable,
        _ => TableauErrorKind.Refused,
    };
}
