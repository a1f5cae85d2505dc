using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>What a rotation's dealings with Snowflake mean to the audit: a row before each, and one for what came of it.</summary>
internal static class TokenAudit
{
    public static AuditEntry Make(JobRecord job, TokenCourse token, AuditOutcome outcome, string? about = null) => Entry(
        job, token.Order.Method == TokenMethod.Rotate ? AuditAction.SnowflakeRotateToken : AuditAction.SnowflakeAddToken, token, token.Name, outcome, about);

    public static AuditEntry Remove(JobRecord job, TokenCourse token, string name, AuditOutcome outcome, string? about = null) =>
        Entry(job, AuditAction.SnowflakeRemoveToken, token, name, outcome, about);

    /// <summary>A failure without Snowflake's words: nobody knows what they quote.</summary>
    public static (AuditOutcome Outcome, string About) Of(SnowflakeException e) => (
        e.MayHaveTakenEffect || e.Kind == SnowflakeErrorKind.Unreachable ? AuditOutcome.Unknown : AuditOutcome.Refused,
        $"{AuditNames.Of(e.Kind)}, Snowflake's code {e.Code ?? "none"}");

    private static AuditEntry Entry(JobRecord job, AuditAction action, TokenCourse token, string name, AuditOutcome outcome, string? about) =>
        JobAudit.Entry(job, action, AuditTarget.None, outcome, $"user {token.Order.User}, token {name}{(about is null ? "" : $", {about}")}");
}
