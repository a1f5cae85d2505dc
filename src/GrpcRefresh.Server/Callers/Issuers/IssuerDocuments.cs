using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace GrpcRefresh.Server.Callers.Issuers;

/// <summary>Reads what an issuer publishes: where its keys are, and the keys.</summary>
internal static class IssuerDocuments
{
    private const int MostBytes = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static HttpClient NewClient(string? caFile)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = Patience / 2,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // A redirect leads to a page for people, or away from the issuer.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            UseCookies = false,
        };
        if (caFile is { Length: > 0 })
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(caFile);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

        return new HttpClient(handler) { Timeout = Patience, MaxResponseContentBufferSize = MostBytes };
    }

    /// <exception cref="InvalidDataException">What it publishes cannot be used.</exception>
    public static async Task<IReadOnlyList<SecurityKey>> ReadKeysAsync(HttpClient http, IssuerOptions issuer, CancellationToken ct)
    {
        var address = issuer.KeysAddress ?? await FindKeysAsync(http, issuer, ct);
        try
        {
            var keys = new JsonWebKeySet(await http.GetStringAsync(address, ct)).GetSigningKeys();
            return keys.Count > 0 ? [.. keys] : throw new InvalidDataException($"{address} has no key that signs.");
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{address} is no JWKS.", e);
        }
    }

    private static async Task<Uri> FindKeysAsync(HttpClient http, IssuerOptions issuer, CancellationToken ct)
    {
        using var metadata = JsonDocument.Parse(await http.GetStringAsync(issuer.Metadata, ct));
        if (Text(metadata, "issuer") is var named && named != issuer.Issuer)
        {
            throw new InvalidDataException($"{issuer.Metadata} is of the issuer '{named}', not of '{issuer.Issuer}'.");
        }

        return Uri.TryCreate(Text(metadata, "jwks_uri"), UriKind.Absolute, out var keys) && IssuerRules.IsSafe(keys)
            ? keys
            : throw new InvalidDataException($"{issuer.Metadata} has no jwks_uri that is https, or on this machine.");
    }

    private static string? Text(JsonDocument metadata, string name) =>
        metadata.RootElement.ValueKind == JsonValueKind.Object && metadata.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
