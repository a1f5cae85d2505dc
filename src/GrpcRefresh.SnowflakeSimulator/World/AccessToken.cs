namespace GrpcRefresh.SnowflakeSimulation.World;

/// <summary>A programmatic access token of a user.</summary>
public sealed record AccessToken
{
    /// <summary>Its name, in capitals.</summary>
    public required string Name { get; init; }

    /// <summary>The credential's id in the login history.</summary>
    public required string Id { get; init; }

    /// <summary>The only role that it is good for; null for any role of the user.</summary>
    public string? Role { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it is refused.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The lifetime that rotation gives the new secret again.</summary>
    public required int Days { get; init; }

    /// <summary>Whether it is refused for the time being.</summary>
    public bool Disabled { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>A remark.</summary>
    public string? Comment { get; init; }

    /// <summary>For the old secret of a rotated token: the token that took over.</summary>
    public string? RotatedTo { get; init; }

    /// <summary>For the old secret of a rotated token: when that was.</summary>
    public DateTimeOffset? RotatedAt { get; init; }

    internal string Secret { get; init; } = "";

    /// <summary>Whether this is the token's secret, for tests.</summary>
    public bool Holds(string secret) => Secret == secret;

    internal string StatusAt(DateTimeOffset now) => now >= ExpiresAt ? "EXPIRED" : Disabled ? "DISABLED" : "ACTIVE";

    internal bool IsGoodAt(DateTimeOffset now) => !Disabled && now < ExpiresAt;
}
