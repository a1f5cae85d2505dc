namespace GrpcRefresh.Server.Snowflake;

/// <summary>What a failed conversation with Snowflake means for whoever asked.</summary>
internal enum SnowflakeErrorKind
{
    /// <summary>No answer, or one that is not Snowflake's: reset, time-out, 5xx, HTML of a proxy.</summary>
    Unreachable,

    /// <summary>429: ask again later.</summary>
    Throttled,

    /// <summary>The key pair or token is refused, or a file that holds it cannot be used.</summary>
    AuthFailed,

    /// <summary>The token has expired.</summary>
    TokenExpired,

    /// <summary>The user is disabled or locked.</summary>
    UserDisabled,

    /// <summary>A network policy does not admit this machine, or is missing where the user needs one.</summary>
    NetworkPolicy,

    /// <summary>The user does not have the role, or the role may not do this.</summary>
    Forbidden,

    /// <summary>No warehouse is selected, or the role may not use it.</summary>
    NoWarehouse,

    /// <summary>No such object, or hidden from the role: Snowflake does not tell which.</summary>
    NotFound,

    /// <summary>The object is there already.</summary>
    AlreadyExists,

    /// <summary>The statement took longer than its time-out and was cancelled.</summary>
    TimedOut,

    /// <summary>Somebody cancelled the statement.</summary>
    Cancelled,

    /// <summary>Snowflake does not know the handle (any more): what became of the statement cannot be told.</summary>
    UnknownStatement,

    /// <summary>The result is too large, here or there.</summary>
    TooLarge,

    /// <summary>Any other refusal in Snowflake's own words.</summary>
    Refused,

    /// <summary>There is no account (any more): the configuration names none.</summary>
    NotConfigured,

    /// <summary>The result is not what the statement promises: a column is missing, or a value has another type.</summary>
    Unexpected,
}
