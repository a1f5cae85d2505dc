using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>A token that Snowflake made.</summary>
/// <param name="Name">The name that the new secret has in Snowflake: of the series that was asked for, and not always the first.</param>
/// <param name="OldName">The name that the old secret has now: ROTATE gives it another. Null when there is none to go.</param>
internal sealed record MintedToken(string Name, Secret Secret, string? OldName)
{
    /// <summary>When the new one ends, as Snowflake tells it.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When Snowflake ends the old secret by itself: with ROTATE.</summary>
    public DateTimeOffset? OldExpiresAt { get; init; }
}
