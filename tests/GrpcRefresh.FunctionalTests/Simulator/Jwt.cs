using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GrpcRefresh.FunctionalTests.Simulator;

/// <summary>A connected app's token, good for the seeded app unless a test says otherwise.</summary>
internal sealed record Jwt(DateTimeOffset Now)
{
    public string Algorithm { get; init; } = "HS256";

    public string? Kid { get; init; } = "refresh-app-key";

    public string? Issuer { get; init; } = "refresh-app";

    public string Secret { get; init; } = "refresh-app-key-value-of-at-least-32-bytes";

    public string Audience { get; init; } = "tableau";

    public string Subject { get; init; } = "operator";

    public string? Id { get; init; } = Guid.NewGuid().ToString();

    public TimeSpan Life { get; init; } = TimeSpan.FromMinutes(10);

    public IReadOnlyList<string>? Scopes { get; init; } = ["tableau:content:read"];

    public override string ToString()
    {
        var header = Part(new() { ["alg"] = Algorithm, ["typ"] = "JWT", ["kid"] = Kid, ["iss"] = Issuer });
        var claims = Part(new()
        {
            ["iss"] = Issuer,
            ["aud"] = Audience,
            ["sub"] = Subject,
            ["jti"] = Id,
            ["scp"] = Scopes,
            ["exp"] = (Now + Life).ToUnixTimeSeconds(),
        });
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{header}.{claims}"));
        return $"{header}.{claims}.{Base64Url.EncodeToString(signature)}";
    }

    public string ToCredentials(string site = "") => Caller.Credentials($"jwt=\"{this}\"", site);

    private static string Part(Dictionary<string, object?> members) => Base64Url.EncodeToString(
        JsonSerializer.SerializeToUtf8Bytes(members.Where(member => member.Value is not null).ToDictionary(member => member.Key, member => member.Value)));
}
