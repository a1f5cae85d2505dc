using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GrpcRefresh.SnowflakeSimulation.World;

/// <summary>Checks a key-pair token by the documented rules, and tells which one it breaks.</summary>
internal static class KeyPairCheck
{
    private static readonly TimeSpan MostCounted = TimeSpan.FromHours(1);
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    /// <returns>The name that it claims, the user, and why it is refused; the reason is null when it is good.</returns>
    public static (string Name, SnowflakeUser? User, string? Reason) Run(string token, string account, Func<string, SnowflakeUser?> find, DateTimeOffset now)
    {
        if (token.Split('.') is not [var head, var body, var signature] || Json(head) is not { } header || Json(body) is not { } claims)
        {
            return ("", null, "it is no JWT");
        }

        var (issuer, subject) = (Text(claims, "iss"), Text(claims, "sub"));
        var name = subject.Split('.') is [_, var claimed] ? claimed : "";
        var user = find(name);
        return (name, user, Why());

        string? Why() =>
            Text(header, "alg") != "RS256" ? "the algorithm is not RS256"
            : subject.Any(char.IsLower) ? "sub is not in capitals"
            : subject != $"{account}.{name}" ? $"sub does not name the account {account}"
            : user is null ? "there is no such user"
            : KeyOf(user, issuer, subject) is not { } key ? "iss names no public key of the user"
            : !Verify(key, $"{head}.{body}", signature) ? "the signature is wrong"
            : Times(claims, now);
    }

    private static byte[]? KeyOf(SnowflakeUser user, string issuer, string subject) =>
        user.PublicKeys.FirstOrDefault(key => issuer == $"{subject}.SHA256:{Convert.ToBase64String(SHA256.HashData(key))}");

    private static bool Verify(byte[] key, string signed, string signature)
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(key, out _);
        return Bytes(signature) is { } bytes && rsa.VerifyData(Encoding.ASCII.GetBytes(signed), bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static string? Times(JsonElement claims, DateTimeOffset now)
    {
        if (Moment(claims, "iat") is not { } issued || Moment(claims, "exp") is not { } expires)
        {
            return "iat or exp is missing";
        }

        var counted = expires < issued + MostCounted ? expires : issued + MostCounted;
        return issued > now + Skew ? "it was issued in the future: the clocks differ"
            : now >= counted ? "it has expired; at most an hour counts"
            : null;
    }

    // Seconds, or milliseconds.
    private static DateTimeOffset? Moment(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number > 100_000_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds(number) : DateTimeOffset.FromUnixTimeSeconds(number)
            : null;

    private static string Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static JsonElement? Json(string part)
    {
        try
        {
            return Bytes(part) is { } bytes ? JsonSerializer.Deserialize<JsonElement>(bytes) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[]? Bytes(string part)
    {
        try
        {
            return Convert.FromBase64String(part.Replace('-', '+').Replace('_', '/').PadRight((part.Length + 3) / 4 * 4, '='));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
