namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>What is known of a user's tokens before one is made.</summary>
/// <param name="Old">The one that is to go; null when there is none, or nobody can tell which.</param>
/// <param name="Role">What the new one is restricted to; null for nothing.</param>
/// <param name="HistoryIsReadable">Whether the login history can prove which token is in use.</param>
/// <param name="Uses">Who signed in as this user lately, latest first; empty when the history may not be read.</param>
/// <param name="Warnings">What an operator should know before the run, one sentence each.</param>
internal sealed record TokenSurvey(
    SnowflakeTokenRecord? Old, string? Role, bool HistoryIsReadable, IReadOnlyList<TokenUseRecord> Uses, IReadOnlyList<string> Warnings)
{
    /// <summary>How long the new one lasts.</summary>
    public TokenLifetime Lifetime { get; init; } = new(null, IsOrdered: false);

    /// <summary>When it was looked.</summary>
    public DateTimeOffset Now { get; init; }
}
