using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Security;

/// <summary>Who calls, and what that one may do where.</summary>
/// <param name="Name">Of its key, or of the issuer and subject of its token; the address while no callers are configured. Shown in jobs and in the audit.</param>
internal sealed record Caller(string Name, Role Role, CallerScope Scope)
{
    /// <summary>Callers cannot be told apart, because none are configured; whoever reaches the service may do everything.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>When the credential ends; null for one without an end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The API key that it called with; null with a token. A key may be revoked, a token only ends.</summary>
    public string? KeyId { get; init; }

    public static Caller Anonymous(string address) => new(address, Role.Admin, CallerScope.Everything) { IsAnonymous = true };
}
