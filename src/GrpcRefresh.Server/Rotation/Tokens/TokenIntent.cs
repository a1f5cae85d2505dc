namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>A token about to be made, on disk before Snowflake is asked; asked again after a crash it is the same one.</summary>
/// <param name="Name">The first of a series of this rotation alone; for ROTATE the old token's.</param>
/// <param name="OldName">The old token's name at the time of the survey; null when there is none.</param>
/// <param name="IsRepeated">Snowflake may have been asked before.</param>
internal sealed record TokenIntent(TokenOrder Order, string Name, string? OldName, string? Role, Guid RequestId, bool IsRepeated);
