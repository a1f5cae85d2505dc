using System.Data.Common;
using System.Globalization;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Snowflake.Driver;

/// <summary>Puts a driver's failure into our kinds. A refusal has a state of SQL; what has none did not come from Snowflake's engine.</summary>
internal static class DriverProblem
{
    private const int LongestDetail = 1_000;

    /// <param name="isExecuting">Whether the statement may have been sent.</param>
    public static SnowflakeException Describe(SqlStatement statement, Exception cause, Secret connection, bool isExecuting)
    {
        var failure = cause as DbException;
        var code = failure is { ErrorCode: > 0 } ? failure.ErrorCode.ToString("000000", CultureInfo.InvariantCulture) : null;
        var kind = SnowflakeErrorCodes.KindOf(code, failure?.SqlState) ?? Otherwise(cause, failure, isExecuting);
        var detail = Show(cause.Message, statement, connection);
        return new SnowflakeException(kind, $"Snowflake's driver failed{(code is null ? "" : $", code {code}")}: {detail.TrimEnd('.')}.{SnowflakeRemedies.For(kind, null)}", Quiet(statement, cause))
        {
            Code = code,
            SqlState = failure?.SqlState,
            Detail = detail,
            RequestId = statement.RequestId,
            MayHaveTakenEffect = isExecuting && (failure?.SqlState is null || kind is SnowflakeErrorKind.Unreachable or SnowflakeErrorKind.UnknownStatement),
        };
    }

    private static SnowflakeErrorKind Otherwise(Exception cause, DbException? failure, bool isExecuting) =>
        cause is HttpRequestException or IOException or TimeoutException || failure is { IsTransient: true } || IsOfConnection(failure?.SqlState) ? SnowflakeErrorKind.Unreachable
        : failure?.SqlState is not null || isExecuting && failure is not null ? SnowflakeErrorKind.Refused
        : isExecuting ? SnowflakeErrorKind.Unreachable
        : SnowflakeErrorKind.AuthFailed;

    private static bool IsOfConnection(string? sqlState) => sqlState?.StartsWith("08", StringComparison.Ordinal) == true;

    // What the driver says of a statement whose result is secret stays out of the chain.
    private static Exception? Quiet(SqlStatement statement, Exception cause) => statement.ResultIsSecret ? null : cause;

    private static string Show(string words, SqlStatement statement, Secret connection)
    {
        var builder = new DbConnectionStringBuilder { ConnectionString = connection.Reveal() };
        foreach (var key in new[] { "token", "private_key", "private_key_pwd", "proxypassword" })
        {
            if (builder.TryGetValue(key, out var value) && $"{value}" is { Length: > 0 } secret)
            {
                words = words.Replace(secret, Secret.Mask, StringComparison.Ordinal);
            }
        }

        words = statement.Redact(words);
        return words.Length > LongestDetail ? words[..LongestDetail] : words;
    }
}
