namespace GrpcRefresh.Server.Snowflake;

/// <summary>What to do about a kind of failure, in one sentence.</summary>
internal static class SnowflakeRemedies
{
    private const string Key = SnowflakeOptions.Section;

    public static string For(SnowflakeErrorKind kind, string? loginFailureId) => kind switch
    {
        SnowflakeErrorKind.AuthFailed =>
            $" Check {Key}:Account and User, that the private key belongs to one of the user's public keys (DESC USER shows RSA_PUBLIC_KEY_FP), or that the token exists." +
            Ask(loginFailureId),
        SnowflakeErrorKind.TokenExpired => $" Make a new token and write it into the file named by {Key}:PatFile; no restart is needed." + Ask(loginFailureId),
        SnowflakeErrorKind.UserDisabled => " Let an administrator enable the user again (ALTER USER … SET DISABLED = FALSE), or wait until it is unlocked." + Ask(loginFailureId),
        SnowflakeErrorKind.NetworkPolicy => " Let the user's network policy admit the address that this machine comes from; a service user needs a policy to use tokens at all." + Ask(loginFailureId),
        SnowflakeErrorKind.Forbidden => $" Grant the role of {Key}:Role to the user, and to the role what the statement needs.",
        SnowflakeErrorKind.NoWarehouse => $" Set {Key}:Warehouse, and grant USAGE on it to the role.",
        SnowflakeErrorKind.NotFound => $" Check the name, and that the role of {Key}:Role may see it: Snowflake does not tell a missing object from a hidden one.",
        SnowflakeErrorKind.TimedOut => $" Raise {Key}:StatementTimeout if it needs longer.",
        _ => "",
    };

    private static string Ask(string? loginFailureId) =>
        loginFailureId is null ? "" : $" An administrator learns more by SELECT SYSTEM$GET_LOGIN_FAILURE_DETAILS('{loginFailureId}').";
}
