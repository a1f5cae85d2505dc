using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Snowflake.Credentials;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>Puts a bad answer into words and a kind, and judges whether the statement may have taken effect.</summary>
internal static partial class AnswerProblem
{
    private const int LongestDetail = 1_000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    public static SnowflakeException Describe(SqlStatement statement, SnowflakeRequest request, SnowflakeAnswer answer, Bearer bearer, DateTimeOffset now)
    {
        var detail = answer.Message is { } said ? Show(said, statement, bearer) : null;
        var kind = answer.IsSnowflakes ? SnowflakeErrorCodes.KindOf(answer) : Foreign(answer.Status);
        var uuid = LoginFailure().Match(detail ?? "") is { Success: true } match ? match.Groups[1].Value : null;
        return new SnowflakeException(kind, answer.IsSnowflakes ? Words(answer, detail) + SnowflakeRemedies.For(kind, uuid) : Words(answer))
        {
            Code = answer.Code,
            SqlState = answer.SqlState,
            Detail = detail,
            QueryId = statement.ResultIsSecret ? null : answer.Handle,
            LoginFailureId = uuid,
            RequestId = statement.RequestId,
            HttpStatus = answer.Status,
            RetryAfter = RetryAfter(answer.Headers, now),
            MayHaveTakenEffect = MayHaveTakenEffect(statement, request, answer, kind),
        };
    }

    // Of several statements the first ones stay executed. A question about a statement that was handed in leaves it as it is.
    private static bool MayHaveTakenEffect(SqlStatement statement, SnowflakeRequest request, SnowflakeAnswer answer, SnowflakeErrorKind kind) =>
        TellsTheEnd(answer, kind)
            ? kind is SnowflakeErrorKind.UnknownStatement or SnowflakeErrorKind.TooLarge || statement.Count > 1
            : !request.HasEffect || !IsTurnedAway(answer);

    /// <summary>Whether it tells how the statement ended, and not only that it could not be asked.</summary>
    private static bool TellsTheEnd(SnowflakeAnswer answer, SnowflakeErrorKind kind) =>
        answer.IsSnowflakes && (answer.Status is 408 or 422 || kind is SnowflakeErrorKind.TooLarge or SnowflakeErrorKind.Cancelled);

    // These stand in front of the work, whoever sends them; everything else is definite in Snowflake's own words only.
    private static bool IsTurnedAway(SnowflakeAnswer answer) =>
        answer.Status is 401 or 403 or 429 || (answer.IsSnowflakes && answer.Status is >= 400 and < 500);

    private static SnowflakeErrorKind Foreign(int status) => status == 429 ? SnowflakeErrorKind.Throttled : SnowflakeErrorKind.Unreachable;

    // Before it is cut, lest half a secret is left that nobody recognises.
    private static string Show(string detail, SqlStatement statement, Bearer bearer)
    {
        var shown = statement.Redact(detail.Replace(bearer.Token.Reveal(), Secret.Mask, StringComparison.Ordinal));
        return shown.Length > LongestDetail ? shown[..LongestDetail] : shown;
    }

    private static string Words(SnowflakeAnswer answer, string? detail) =>
        $"Snowflake answered {answer.Status}, code {answer.Code ?? "none"}{(answer.SqlState is { } state ? $" ({state})" : "")}: {(detail ?? "no message").TrimEnd('.')}.";

    private static string Words(SnowflakeAnswer answer) => answer.Status switch
    {
        >= 300 and < 400 => $"The request was redirected, so it did not reach the SQL API. Check {SnowflakeOptions.Section}:Account or Url.",
        401 or 403 or 404 or 405 => $"HTTP {answer.Status} came instead of an answer of the SQL API. Check {SnowflakeOptions.Section}:Account or Url, and what stands in front of Snowflake.",
        407 => $"The proxy asks for an account (407). Check {SnowflakeOptions.Section}:Proxy.",
        522 => "HTTP 522: something in front of Snowflake could not make a secure connection. Check certificates on the way.",
        >= 200 and < 300 => "An answer came that cannot be read as the SQL API's: incomplete, or a web page of something in front of Snowflake.",
        _ => $"HTTP {answer.Status} came instead of an answer of the SQL API.",
    };

    private static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now) => headers.RetryAfter switch
    {
        { Delta: { } delta } => Bound(delta),
        { Date: { } date } => Bound(date - (headers.Date ?? now)),
        _ => null,
    };

    private static TimeSpan Bound(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;

    [GeneratedRegex(@"\[([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\]")]
    private static partial Regex LoginFailure();
}
