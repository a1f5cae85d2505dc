using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>What a rotation was asked for: a token of this Snowflake user. Every value is settled; it is kept with the rotation.</summary>
/// <param name="User">As Snowflake stores the name.</param>
/// <param name="OldToken">The one to go, if the caller named it.</param>
/// <param name="Overlap">For how long nobody must have used the old one before it is removed.</param>
/// <param name="Role">Null takes over that of the old one.</param>
/// <param name="DaysToExpiry">Null leaves it to Snowflake.</param>
internal sealed record TokenOrder(
    string User, string? OldToken, TimeSpan Overlap, bool KeepsOld, string? Role, int? DaysToExpiry, TokenMethod Method);
