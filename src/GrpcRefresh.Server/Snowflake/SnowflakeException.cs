namespace GrpcRefresh.Server.Snowflake;

/// <summary>A conversation with Snowflake that did not give the answer asked for. Its message ends with the remedy where one is known.</summary>
internal sealed class SnowflakeException(SnowflakeErrorKind kind, string message, Exception? cause = null) : Exception(message, cause)
{
    public SnowflakeErrorKind Kind { get; } = kind;

    /// <summary>Snowflake's code, such as <c>002003</c>.</summary>
    public string? Code { get; init; }

    public string? SqlState { get; init; }

    /// <summary>Snowflake's own words.</summary>
    public string? Detail { get; init; }

    /// <summary>The query's id, to be found in the query history. Null for a statement whose result holds a secret.</summary>
    public string? QueryId { get; init; }

    /// <summary>For <c>SYSTEM$GET_LOGIN_FAILURE_DETAILS</c>, by which an administrator learns what was wrong with a login.</summary>
    public string? LoginFailureId { get; init; }

    /// <summary>The request id of the statement: repeated under it, the statement is not executed again if it had succeeded.</summary>
    public Guid RequestId { get; init; }

    public int? HttpStatus { get; init; }

    /// <summary>How long Snowflake asked us to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Whether the statement may have been executed, or may still be, although this failed. Sent again as
    /// <see cref="SqlStatement.Repeated"/> it tells what became of it, or is executed if nothing had.
    /// </summary>
    public bool MayHaveTakenEffect { get; init; }

    /// <summary>The same failure of a statement that was sent more than once and may have taken effect earlier.</summary>
    public SnowflakeException InDoubt() => new(Kind, Message, this)
    {
        Code = Code,
        SqlState = SqlState,
        Detail = Detail,
        QueryId = QueryId,
        LoginFailureId = LoginFailureId,
        RequestId = RequestId,
        HttpStatus = HttpStatus,
        RetryAfter = RetryAfter,
        MayHaveTakenEffect = true,
    };
}
