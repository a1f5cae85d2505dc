using System.Text;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Rotation.Secrets;

/// <summary>What a secret for Snowflake must be like, wherever it comes from. The words never hold any of it.</summary>
internal static class SecretRules
{
    public const int LongestSecret = 4_096;
    public const int LongestUserName = 256;

    /// <summary>What is wrong with it and what to do; null when nothing is.</summary>
    public static string? Problem(Secret secret)
    {
        var text = secret.Reveal();
        // Tableau is told in XML, which cannot carry most control characters, and a line end is a slip of copying.
        return text.Length > LongestSecret && text.EnumerateRunes().Count() > LongestSecret ? $"is longer than {LongestSecret:N0} characters; give the secret alone"
            : text.Any(char.IsControl) ? "holds a control character such as a line end; give the secret alone, on one line"
            : text.EnumerateRunes().Any(IsNoText) || !IsWellFormed(text) ? "holds a character that is no text; give the secret as it was issued"
            : null;
    }

    private static bool IsNoText(Rune rune) => rune.Value is 0xFFFE or 0xFFFF;

    private static bool IsWellFormed(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out _, out var used) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            at += used;
        }

        return true;
    }
}
