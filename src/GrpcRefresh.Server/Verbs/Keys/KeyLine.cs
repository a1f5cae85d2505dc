namespace GrpcRefresh.Server.Verbs.Keys;

/// <summary>What <c>key list --output json</c> tells of a key.</summary>
internal sealed record KeyLine(
    string KeyId,
    string Name,
    string Role,
    string State,
    string CreateTime,
    string? ExpireTime,
    string? RevokeTime,
    IReadOnlyList<string> Servers,
    IReadOnlyList<string> Sites,
    IReadOnlyList<string> Projects);
