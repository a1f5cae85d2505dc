namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>A token as SHOW USER PROGRAMMATIC ACCESS TOKENS tells it.</summary>
internal sealed record SnowflakeTokenRecord(string Name, string? Role, DateTimeOffset? ExpiresAt, bool IsActive, DateTimeOffset? CreatedAt);
