using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GrpcRefresh.Simulation.Sessions;

/// <summary>A JWT taken apart, with no library of anybody's: it must not share a client's mistakes.</summary>
internal sealed record ConnectedAppToken(JsonElement Header, JsonElement Claims, string Signed, byte[] Signature)
{
    /// <summary>The token, or null if it is none.</summary>
    public static ConnectedAppToken? Parse(string jwt)
    {
        var parts = jwt.Split('.');
        try
        {
            return parts is [var header, var claims, var signature]
                ? new ConnectedAppToken(Json(header), Json(claims), $"{header}.{claims}", Base64Url.DecodeFromChars(signature))
                : null;
        }
        catch (Exception problem) when (problem is FormatException or JsonException)
        {
            return null;
        }
    }

    public string? HeaderText(string name) => Text(Header, name);

    public string? Claim(string name) => Text(Claims, name);

    public DateTimeOffset? Expires => Claims.TryGetProperty("exp", out var exp) && exp.ValueKind == JsonValueKind.Number
        ? DateTimeOffset.FromUnixTimeSeconds(exp.GetInt64())
        : null;

    public IReadOnlySet<string>? Scopes => Claims.TryGetProperty("scp", out var scopes) && scopes.ValueKind == JsonValueKind.Array
        ? scopes.EnumerateArray().Select(scope => scope.ToString()).ToHashSet(StringComparer.Ordinal)
        : null;

    public bool IsSignedWith(string secret) => CryptographicOperations.FixedTimeEquals(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(Signed)), Signature);

    private static JsonElement Json(string part)
    {
        using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part));
        return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw new FormatException();
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
