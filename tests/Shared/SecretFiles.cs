namespace GrpcRefresh.Testing;

/// <summary>Files with secrets, as the service demands them: it takes none that every account of the machine may read.</summary>
internal static class SecretFiles
{
    public static void Write(string path, string text)
    {
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
