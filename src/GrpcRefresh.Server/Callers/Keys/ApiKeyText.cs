using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Callers.Keys;

/// <summary>A key as its caller holds it: <c>grk_</c>, the id by which it is found, and the secret.</summary>
/// <remarks>
/// The secret is 256 random bits. Nobody can try those through, so a plain SHA-256 keeps it as safe as a slow hash would keep a password, and costs a
/// call nothing.
/// </remarks>
internal static partial class ApiKeyText
{
    public const string Prefix = "grk_";

    private const int IdBytes = 8;
    private const int SecretBytes = 32;

    public static (Secret Key, string KeyId, byte[] SecretHash) New()
    {
        var id = RandomNumberGenerator.GetHexString(IdBytes * 2, lowercase: true);
        var secret = RandomNumberGenerator.GetHexString(SecretBytes * 2, lowercase: true);
        return (new Secret($"{Prefix}{id}_{secret}"), id, Hash(secret));
    }

    /// <summary>What is looked up and compared. A text that is no key has the id of none, and goes the same way.</summary>
    public static (string KeyId, byte[] SecretHash) Read(string presented) => Form().Match(presented) is { Success: true } form
        ? (form.Groups[1].Value, Hash(form.Groups[2].Value))
        : ("", Hash(presented));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    [GeneratedRegex(@"\Agrk_([0-9a-f]{16})_([0-9a-f]{64})\z")]
    private static partial Regex Form();
}
