using System.Data.Common;
using System.Globalization;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Snowflake.Driver;

/// <summary>Puts a driver's failure into our kinds, by the account's code: that is definite. The driver's own codes, and none, leave open what happened.</summary>
/// <remarks>The state of SQL is no help: Snowflake's exception has had one of its own, which nobody sees who knows it as a DbException.</remarks>
internal static class DriverProblem
{
    private const int LongestDetail = 1_000;

    private const int FirstOfDriver = 270_000;
    private const int LastOfDriver = 279_999;

    /// <param name="isExecuting">Whether the statement may have been sent.</param>
    public static SnowflakeException Describe(SqlStatement statement, Exception cause, Secret connection, bool isExecuting)
    {
        var code = (cause as DbException)?.ErrorCode is > 0 and var number ? number : 0;
        var isAccounts = code is > 0 and (< FirstOfDriver or > LastOfDriver);
        var text = code > 0 ? code.ToString("000000", CultureInfo.InvariantCulture) : null;
        var kind = SnowflakeErrorCodes.KindOf(text) ?? (isAccounts || (cause is DbException { IsTransient: false } && code == 0 && isExecuting) ? SnowflakeErrorKind.Refused : SnowflakeErrorKind.Unreachable);
        var detail = Show(cause.Message, statement, connection);
        return new SnowflakeException(kind, $"Snowflake's driver failed{(text is null ? "" : $", code {text}")}: {detail.TrimEnd('.')}.{SnowflakeRemedies.For(kind, null)}", Quiet(statement, cause))
        {
            Code = text,
            Detail = detail,
            RequestId = statement.RequestId,
            MayHaveTakenEffect = isExecuting && (!isAccounts || kind is SnowflakeErrorKind.UnknownStatement),
        };
    }

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
