namespace GrpcRefresh.Testing;

/// <summary>Writes a file as secrets have to be kept: for the own account alone.</summary>
internal static class PrivateText
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
