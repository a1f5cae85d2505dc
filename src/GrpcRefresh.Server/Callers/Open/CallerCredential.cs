namespace GrpcRefresh.Server.Callers.Open;

/// <summary>What a call was let in with, as far as it tells when that ends.</summary>
internal readonly record struct CallerCredential(string Name, string? KeyId, DateTimeOffset? Until);
