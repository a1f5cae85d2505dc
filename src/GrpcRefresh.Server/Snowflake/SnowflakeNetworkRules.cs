using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>What must hold for the way to Snowflake.</summary>
internal static class SnowflakeNetworkRules
{
    public static IEnumerable<string> Check(string key, SnowflakeOptions options)
    {
        if (options.Proxy is { } proxy && !(proxy.IsAbsoluteUri && proxy.Scheme is "http" or "https" or "socks5"))
        {
            yield return $"{key}:Proxy: give an address such as http://proxy.example.com:3128.";
        }

        if (options.CaFile is { Length: > 0 } file && WhyUnusable(file) is { } reason)
        {
            yield return $"{key}:CaFile: {reason} Give a PEM file with at least one certificate.";
        }
    }

    private static string? WhyUnusable(string file)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return certificates.Count > 0 ? null : "The file holds no certificate.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return $"The file cannot be used ({e.Message}).";
        }
    }
}
