using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>The one place that says what a failed conversation with Snowflake means to our own callers.</summary>
internal static class SnowflakeFailures
{
    private static readonly TimeSpan UsualOutage = TimeSpan.FromSeconds(15);

    /// <summary>For what needs Snowflake, in a sentence.</summary>
    public static Failure NotConfigured(string need) =>
        new(ErrorReason.SnowflakeNotConfigured, $"{need} Set {SnowflakeOptions.Section}:Account, User and a credential.");

    public static Failure From(SnowflakeException e) => e.Kind switch
    {
        SnowflakeErrorKind.Unreachable or SnowflakeErrorKind.Throttled => new Failure(ErrorReason.SnowflakeUnreachable, e.Message) { RetryAfter = e.RetryAfter ?? UsualOutage },
        SnowflakeErrorKind.NotConfigured => new Failure(ErrorReason.SnowflakeNotConfigured, e.Message),
        _ => new Failure(ErrorReason.SnowflakeRefused, e.Message) { Metadata = Metadata(e) },
    };

    private static Dictionary<string, string> Metadata(SnowflakeException e) =>
        new (string Key, string? Value)[] { ("snowflake_code", e.Code), ("query_id", e.QueryId), ("login_failure_id", e.LoginFailureId) }
            .Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!);
}
