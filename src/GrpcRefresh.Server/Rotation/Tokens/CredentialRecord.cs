namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>A token as the CREDENTIALS view tells it, which may be hours late: also in its name.</summary>
internal sealed record CredentialRecord(string Id, string Name, DateTimeOffset? CreatedAt);
