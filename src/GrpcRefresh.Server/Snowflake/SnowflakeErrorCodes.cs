namespace GrpcRefresh.Server.Snowflake;

/// <summary>Which kind of failure Snowflake's codes and words mean.</summary>
/// <remarks>The codes from 3901xx on are those of its logins, known from its drivers; which of them the SQL API shows is not documented, so words count too.</remarks>
internal static class SnowflakeErrorCodes
{
    public const string ResultTooLarge = "391908";

    public static SnowflakeErrorKind KindOf(SnowflakeAnswer answer) => ByCode(answer.Code) ?? BySqlState(answer.SqlState) ?? ByStatus(answer);

    /// <summary>Null when it is not one of those known here.</summary>
    public static SnowflakeErrorKind? KindOf(string? code) => ByCode(code);

    private static SnowflakeErrorKind? ByCode(string? code) => code switch
    {
        "390422" or "390432" => SnowflakeErrorKind.NetworkPolicy,
        "390101" or "390102" => SnowflakeErrorKind.UserDisabled,
        "390112" or "390114" or "390195" or "390318" => SnowflakeErrorKind.TokenExpired,
        "390186" or "390189" or "003001" => SnowflakeErrorKind.Forbidden,
        "000606" => SnowflakeErrorKind.NoWarehouse,
        "002003" or "002043" or "390201" => SnowflakeErrorKind.NotFound,
        "002002" => SnowflakeErrorKind.AlreadyExists,
        "000604" => SnowflakeErrorKind.Cancelled,
        "000630" => SnowflakeErrorKind.TimedOut,
        "000709" => SnowflakeErrorKind.UnknownStatement,
        ResultTooLarge => SnowflakeErrorKind.TooLarge,
        "390505" => SnowflakeErrorKind.Throttled,
        _ => null,
    };

    private static SnowflakeErrorKind? BySqlState(string? state) => state switch
    {
        "42501" => SnowflakeErrorKind.Forbidden,
        "42710" => SnowflakeErrorKind.AlreadyExists,
        "57014" => SnowflakeErrorKind.Cancelled,
        _ => null,
    };

    private static SnowflakeErrorKind ByStatus(SnowflakeAnswer answer) => answer.Status switch
    {
        401 => ByWords(answer.Message ?? ""),
        403 => ByWords(answer.Message ?? "") is var kind && kind == SnowflakeErrorKind.AuthFailed ? SnowflakeErrorKind.Forbidden : kind,
        408 => SnowflakeErrorKind.TimedOut,
        429 => SnowflakeErrorKind.Throttled,
        < 300 or >= 500 => SnowflakeErrorKind.Unreachable,
        _ => SnowflakeErrorKind.Refused,
    };

    private static SnowflakeErrorKind ByWords(string words) => words switch
    {
        _ when Says(words, "network policy") || Says(words, "not allowed to access") => SnowflakeErrorKind.NetworkPolicy,
        _ when Says(words, "disabled") || Says(words, "locked") => SnowflakeErrorKind.UserDisabled,
        _ when Says(words, "expired") => SnowflakeErrorKind.TokenExpired,
        _ => SnowflakeErrorKind.AuthFailed,
    };

    private static bool Says(string words, string what) => words.Contains(what, StringComparison.OrdinalIgnoreCase);
}
