using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Callers.Keys;

/// <summary>A key as it is kept: what its caller may do, and the hash by which it is known again.</summary>
internal sealed record ApiKey(
    string KeyId,
    string Name,
    byte[] SecretHash,
    Role Role,
    CallerScope Scope,
    DateTimeOffset CreateTime,
    DateTimeOffset? ExpireTime,
    DateTimeOffset? RevokeTime)
{
    public ApiKeyState StateAt(DateTimeOffset now) =>
        RevokeTime is not null ? ApiKeyState.Revoked
        : ExpireTime <= now ? ApiKeyState.Expired
        : ApiKeyState.Active;

    public Caller ToCaller() => new(Name, Role, Scope) { KeyId = KeyId, Until = ExpireTime };
}
