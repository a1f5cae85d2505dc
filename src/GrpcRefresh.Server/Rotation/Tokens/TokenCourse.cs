using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>A token that a rotation makes, as far as it has come; on disk with the rotation's course. Its secret is kept elsewhere.</summary>
/// <param name="CredentialKey">Whose connections are given it; see <see cref="Jobs.RotationStepRecord.CredentialKey"/>.</param>
/// <param name="Name">For ADD of this rotation alone, the first of its series until Snowflake has made one; for ROTATE the old token's.</param>
/// <param name="OldName">Null when there is none to go, or nobody can tell which.</param>
/// <param name="HistoryIsReadable">Whether the login history could be read when the plan was made.</param>
/// <param name="RequestId">Snowflake is asked for it under the same id however often.</param>
internal sealed record TokenCourse(
    string CredentialKey, TokenOrder Order, string Name, string? OldName, string? Role, bool HistoryIsReadable, Guid RequestId)
{
    public RotationTokenState State { get; init; } = RotationTokenState.Planned;

    /// <summary>Which secret is where, and why it is so.</summary>
    public string Detail { get; init; } = "";

    /// <summary>When the old one was made, to tell it from another that was given its name since; null when that is not known.</summary>
    public DateTimeOffset? OldCreatedAt { get; init; }

    /// <summary>When the new one ends; null until it is made.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When Snowflake ends the old secret by itself: with ROTATE, once it is made.</summary>
    public DateTimeOffset? OldExpiresAt { get; init; }

    /// <summary>When the last of the connections had been changed; from then on nobody should use the old one.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Whether nothing further happens to it.</summary>
    public static bool IsSettled(RotationTokenState state) =>
        state is RotationTokenState.Replaced or RotationTokenState.BothValid or RotationTokenState.Withdrawn;

    /// <summary>Whether its secret is needed: it is there, and connections may still have to be given it.</summary>
    public static bool NeedsSecret(RotationTokenState state) => state is RotationTokenState.Made or RotationTokenState.InUse;
}
