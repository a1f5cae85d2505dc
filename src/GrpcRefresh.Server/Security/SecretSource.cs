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
        try
        {
            // Editors and `echo` end a file with a newline that is no part of the secret.
            var text = File.ReadAllText(path).TrimEnd('\r', '\n');
            return text.Length > 0 ? new Secret(text) : throw Unavailable($"The file named by {key}File is empty. Write the secret into it.");
        }
        // The path stays in the cause: the message may reach a caller.
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Unavailable($"The file named by {key}File does not exist. Create it, or correct the path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Unavailable($"The file named by {key}File cannot be read. Let the service's account read it.", e);
        }
    }

    private static SecretUnavailableException Unavailable(string message, Exception? cause = null) => new(message, cause);
}
