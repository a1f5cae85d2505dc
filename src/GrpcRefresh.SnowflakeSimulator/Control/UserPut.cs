using System.Security.Cryptography;
using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Control;

/// <summary>What a caller wants a user to be; what it leaves out stays.</summary>
internal sealed record UserPut
{
    public SnowflakeUserType? Type { get; init; }

    public bool? Disabled { get; init; }

    public IReadOnlyList<string>? Roles { get; init; }

    public IReadOnlyList<string>? NetworkPolicy { get; init; }

    public string? Password { get; init; }

    /// <summary>In PEM; registered beside the others.</summary>
    public string? PublicKey { get; init; }

    public void ApplyTo(SnowflakeUser user)
    {
        user.Type = Type ?? user.Type;
        user.Disabled = Disabled ?? user.Disabled;
        user.NetworkPolicy = NetworkPolicy ?? user.NetworkPolicy;
        user.Password = Password ?? user.Password;
        user.Roles.UnionWith((Roles ?? []).Select(role => role.ToUpperInvariant()));
        if (PublicKey is { } pem)
        {
            using var key = RSA.Create();
            key.ImportFromPem(pem);
            user.Register(key);
        }
    }
}
