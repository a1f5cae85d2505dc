using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GrpcRefresh.Server.Callers.Keys;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Callers.Issuers;

/// <summary>What must hold for one configured issuer; each broken rule names its key and the remedy.</summary>
internal static class IssuerRules
{
    /// <summary>Signatures by a key pair. With a shared secret (HS256) whoever may check tokens may also make them, and a public key would pass for the secret.</summary>
    public static readonly IReadOnlyList<string> Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(5);

    public static IEnumerable<string> Check(string key, string name, IssuerOptions issuer) =>
        [.. Itself(key, name, issuer), .. Addresses(key, issuer), .. issuer.Subjects.SelectMany((subject, i) => Subject($"{key}:Subjects:{i}", subject)), .. Together(key, issuer)];

    /// <summary>Whether keys from there are the issuer's: nobody in between can have put in his own.</summary>
    public static bool IsSafe(Uri address) => address.IsAbsoluteUri && (address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback));

    private static IEnumerable<string> Itself(string key, string name, IssuerOptions issuer)
    {
        if (!ApiKeyRequest.IsName(name))
        {
            yield return $"{key}: the name of an issuer takes {ApiKeyRequest.NameRule}.";
        }

        if (string.IsNullOrWhiteSpace(issuer.Issuer))
        {
            yield return $"{key}:Issuer is missing; give what its tokens have as iss.";
        }

        if (string.IsNullOrWhiteSpace(issuer.Audience))
        {
            yield return $"{key}:Audience is missing; give what tokens for this service have as aud. Without it a token made for any other service would do.";
        }

        foreach (var algorithm in issuer.Algorithms.Where(algorithm => !Algorithms.Contains(algorithm)))
        {
            yield return $"{key}:Algorithms: '{algorithm}' is not one that is accepted; use {string.Join(", ", Algorithms)}.";
        }

        if (issuer.ClockSkew < TimeSpan.Zero || issuer.ClockSkew > LargestSkew)
        {
            yield return $"{key}:ClockSkew is {issuer.ClockSkew}; it must be between 00:00:00 and {LargestSkew}.";
        }
    }

    private static IEnumerable<string> Addresses(string key, IssuerOptions issuer)
    {
        if (issuer.MetadataAddress is not null && issuer.KeysAddress is not null)
        {
            yield return $"{key}:MetadataAddress and {key}:KeysAddress are both set. Keep one of them.";
        }

        if ((issuer.KeysAddress ?? issuer.Metadata) is not { } address || !IsSafe(address))
        {
            yield return $"{key}: its keys are fetched over https, or from this machine. Set KeysAddress or MetadataAddress to such an address, or correct Issuer.";
        }

        if (issuer.CaFile is { Length: > 0 } file && WhyUnusable(file) is { } reason)
        {
            yield return $"{key}:CaFile: {reason} Give a PEM file with at least one certificate.";
        }
    }

    private static IEnumerable<string> Subject(string key, SubjectOptions subject)
    {
        if (string.IsNullOrEmpty(subject.Subject))
        {
            yield return $"{key}:Subject is missing; give what its tokens have as sub.";
        }

        if ($"{subject.Subject}{subject.Name}".Any(char.IsControl))
        {
            yield return $"{key}: leave control characters out of Subject and Name.";
        }

        if (subject.Role is not (Role.Viewer or Role.Refresher or Role.Rotator or Role.Admin))
        {
            yield return $"{key}:Role is missing or none; it is Viewer, Refresher, Rotator or Admin.";
        }

        foreach (var project in subject.Projects)
        {
            if (ProjectPathText.Parse(project, out var mistake) is null)
            {
                yield return $"{key}:Projects: '{project}' {mistake}.";
            }
        }
    }

    private static IEnumerable<string> Together(string key, IssuerOptions issuer) =>
        issuer.Subjects.Count == 0
            ? [$"{key}:Subjects: none is configured, so nobody could call with its tokens. List at least one, or remove the issuer."]
            : issuer.Subjects.GroupBy(subject => subject.Subject).Where(same => same.Count() > 1)
                .Select(same => $"{key}:Subjects: '{same.Key}' is listed more than once. Keep one.");

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
