using System.Text;

namespace GrpcRefresh.Cli.Secrets;

/// <summary>A secret as a file or a pipe holds it: one line, in UTF-8.</summary>
internal static class SecretText
{
    // More than any secret that the service takes, in bytes.
    private const int Longest = 32 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static async Task<string> ReadAsync(Stream source, string about, CancellationToken cancellationToken)
    {
        var bytes = new byte[Longest + 1];
        var length = await source.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return length > Longest ? throw new UsageException($"{about} is too long for a secret.") : Of(bytes.AsSpan(0, length), about);
    }

    private static string Of(ReadOnlySpan<byte> bytes, string about)
    {
        try
        {
            var text = Strict.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
            // Editors and echo end a line that is not part of the secret.
            var secret = text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
            return secret.Length == 0 ? throw new UsageException($"{about} is empty.")
                : secret.AsSpan().ContainsAny('\r', '\n') ? throw new UsageException($"{about} has more than one line: leave only the secret.")
                : secret;
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"{about} is not text in UTF-8.");
        }
    }
}
