namespace GrpcRefresh.Server.Security;

/// <summary>Reads files that the configuration names. One with a secret is refused while other accounts of the machine may read it.</summary>
/// <remarks>A group may: that is how orchestrators give a file to an account. The path stays in the cause, because the message may reach a caller.</remarks>
internal static class SecretFile
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <param name="key">The configuration key of the path.</param>
    /// <exception cref="SecretUnavailableException">It cannot be read, or too many can. The message names the key and the remedy.</exception>
    public static byte[] Read(string key, string path) => Read(key, path, IsOpenToOthers);

    /// <summary>A file that holds no secret.</summary>
    public static byte[] ReadPublic(string key, string path) => Read(key, path, _ => false);

    /// <summary>What is wrong with a file that may not be there yet; null when nothing is.</summary>
    public static string? ProblemIfThere(string key, string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            Read(key, path);
            return null;
        }
        catch (SecretUnavailableException e)
        {
            return e.Message;
        }
    }

    private static byte[] Read(string key, string path, Func<FileStream, bool> isOpenToOthers)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (isOpenToOthers(file))
            {
                throw Unavailable($"The file named by {key} may be read or changed by every account of this machine. Take that away: chmod o-rwx.");
            }

            using var content = new MemoryStream();
            file.CopyTo(content);
            return content.ToArray();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Unavailable($"The file named by {key} does not exist. Create it, or correct the path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Unavailable($"The file named by {key} cannot be read. Let the service's account read it.", e);
        }
    }

    // Asked of the open file, so that it is the one that is read, at the end of all links.
    private static bool IsOpenToOthers(FileStream file) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0;

    private static SecretUnavailableException Unavailable(string message, Exception? cause = null) => new(message, cause);
}
