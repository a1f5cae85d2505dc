using System.Security.Cryptography;
using GrpcRefresh.Server.Security;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GrpcRefresh.Server.Snowflake.Credentials;

/// <summary>The token that proves the possession of a private key: RS256, and the public key's fingerprint in its issuer.</summary>
internal static class KeyPairToken
{
    public static Secret Sign(RSA key, string account, string user, DateTimeOffset now, TimeSpan life)
    {
        var identity = IdentityOf(key, account, user);
        // Not cached: the library would keep a key for as long as the process lives, also one that was rotated away.
        var signing = new RsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
        return new Secret(new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = identity.Issuer,
            IssuedAt = now.UtcDateTime,
            Expires = (now + life).UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = identity.Subject },
            SigningCredentials = new SigningCredentials(signing, SecurityAlgorithms.RsaSha256),
        }));
    }

    public static KeyIdentity IdentityOf(RSA key, string account, string user)
    {
        var subject = $"{account}.{user.ToUpperInvariant()}";
        return new KeyIdentity($"{subject}.{Fingerprint(key)}", subject, Fingerprint(key));
    }

    /// <summary>As DESC USER shows it under RSA_PUBLIC_KEY_FP.</summary>
    public static string Fingerprint(RSA key) => $"SHA256:{Convert.ToBase64String(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))}";
}
