namespace GrpcRefresh.Server.Security;

/// <summary>Where a secret comes from: a configured value, or a file that is read anew at each use.</summary>
/// <param name="key">The configuration key of the value; <paramref name="key"/> + <c>File</c> is that of the file.</param>
internal sealed class SecretSource(string key, Secret? inline, string? file)
{
    /// <summary>The secret as it is now: a rotated file counts from the next use on.</summary>
    /// <exception cref="SecretUnavailableException">There is none; the message names the key and the remedy.</exception>
    public Secret Read() => (inline, string.IsNullOrEmpty(file)) switch
    {
        ({ IsEmpty: false }, false) => throw Unavailable($"{key} and {key}File are both set. Keep one of them."),
        ({ IsEmpty: false } value, _) => value,
        (_, false) => ReadFile(file!),
        _ => throw Unavailable($"{key} is missing. Set it, or set {key}File to a file that holds the secret."),
    };

    private Secret ReadFile(string path)
    {
        // With the mark that some editors put first. They and `echo` end a file with a newline that is no part of the secret either.
        using var text = new StreamReader(new MemoryStream(SecretFile.Read($"{key}File", path)));
        var secret = text.ReadToEnd().TrimEnd('\r', '\n');
        return secret.Length > 0 ? new Secret(secret) : throw Unavailable($"The file named by {key}File is empty. Write the secret into it.");
    }

    private static SecretUnavailableException Unavailable(string message) => new(message);
}
