namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>A token as SHOW USER PROGRAMMATIC ACCESS TOKENS tells it.</summary>
/// <param name="IsActive">Neither expired nor disabled.</param>
internal sealed record SnowflakeTokenRecord(string Name, string? Role, DateTimeOffset? ExpiresAt, bool IsActive, DateTimeOffset? CreatedAt)
{
    /// <summary>For the old secret of a rotated token: the token that has the new one. Null for any other.</summary>
    public string? RotatedTo { get; init; }

    /// <summary>Whether a rotation of this service made it.</summary>
    public bool IsOurs { get; init; }

    /// <summary>Whether it counts against what a user may have: expired ones do not.</summary>
    public bool Counts { get; init; } = true;
}
