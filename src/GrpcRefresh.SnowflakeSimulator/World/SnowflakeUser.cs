using System.Security.Cryptography;

namespace GrpcRefresh.SnowflakeSimulation.World;

/// <summary>A user of the account. Tests may change it while the simulator runs; its world's lock protects the tokens.</summary>
public sealed class SnowflakeUser
{
    internal SnowflakeUser(string name) => Name = name;

    /// <summary>The name, in capitals.</summary>
    public string Name { get; }

    /// <summary>A service by default.</summary>
    public SnowflakeUserType Type { get; set; } = SnowflakeUserType.Service;

    /// <summary>Whether every login of the user is refused.</summary>
    public bool Disabled { get; set; }

    /// <summary>The roles granted to the user, in capitals. PUBLIC goes without saying.</summary>
    public ISet<string> Roles { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The role of statements that name none.</summary>
    public string DefaultRole { get; set; } = "PUBLIC";

    /// <summary>The warehouse of statements that name none; null for none.</summary>
    public string? DefaultWarehouse { get; set; }

    /// <summary>The addresses that the user's network policy admits; null for no policy at all, <c>*</c> for any address.</summary>
    public IReadOnlyList<string>? NetworkPolicy { get; set; }

    /// <summary>A password that clients may log in with; never the SQL API. A service has none.</summary>
    public string? Password { get; set; }

    /// <summary>The public keys, as DER (SubjectPublicKeyInfo): RSA_PUBLIC_KEY and RSA_PUBLIC_KEY_2.</summary>
    public IList<byte[]> PublicKeys { get; } = [];

    internal List<AccessToken> Tokens { get; } = [];

    /// <summary>Registers the public half of a key.</summary>
    public SnowflakeUser Register(RSA key)
    {
        PublicKeys.Add(key.ExportSubjectPublicKeyInfo());
        return this;
    }

    internal bool Has(string role) => role == "PUBLIC" || Roles.Contains(role);

    internal bool IsAdmittedFrom(string address) => NetworkPolicy is null || NetworkPolicy.Contains("*") || NetworkPolicy.Contains(address);
}
