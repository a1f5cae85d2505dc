using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GrpcRefresh.Server.Security;

/// <summary>A PEM file with the certificate authorities to trust for somebody else's addresses instead of the system's.</summary>
internal static class AuthorityFile
{
    /// <summary>What is wrong with it, and what to do; null when it can be used.</summary>
    public static string? WhyUnusable(string file)
    {
        try
        {
            return Read(file).Count > 0 ? null : Told("The file holds no certificate.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return Told($"The file cannot be used ({e.Message}).");
        }
    }

    /// <summary>Trusts what these authorities have signed, and nothing else.</summary>
    public static X509ChainPolicy TrustOnly(string file)
    {
        // Private authorities seldom say where to ask for revoked certificates.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(Read(file));
        return policy;
    }

    private static X509Certificate2Collection Read(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities;
    }

    private static string Told(string problem) => $"{problem} Give a PEM file with at least one certificate.";
}
