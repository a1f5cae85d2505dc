using System.Runtime.InteropServices;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Storage;

/// <summary>Looks whether the configured places can be used, and makes nothing there.</summary>
internal static class StoragePlaces
{
    private const int WriteAndSearch = 2 | 1;
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static IEnumerable<string> Problems(StorageOptions options)
    {
        const string Sqlite = $"{StorageOptions.Section}:{nameof(StorageOptions.Sqlite)}";
        var database = Path.GetFullPath(options.Sqlite);
        var folder = Path.GetDirectoryName(database) ?? database;
        if (!Directory.Exists(folder))
        {
            yield return $"{Sqlite} names '{database}', but that folder does not exist. Create it or choose another path.";
        }
        else if (!MayWriteIn(folder))
        {
            yield return $"{Sqlite} names '{database}', but this account may not write in that folder, where logs and locks are put beside the database. " +
                "Give the folder to the account, or choose another path.";
        }

        if (IsOpenToOthers(options.KeyRingFolder))
        {
            yield return $"{SecretVault.Setting}: the folder '{options.KeyRingFolder}' holds keys, and every account of this machine may look into it. " +
                "Take that away: chmod o-rwx.";
        }
    }

    private static bool IsOpenToOthers(string path)
    {
        var folder = new DirectoryInfo(path);
        var real = folder.Exists && folder.ResolveLinkTarget(returnFinalTarget: true) is DirectoryInfo target ? target : folder;
        return !OperatingSystem.IsWindows() && real.Exists && (real.UnixFileMode & Others) != 0;
    }

    // Asked of the system, because the bits alone tell neither of root nor of a file system mounted read-only.
    private static bool MayWriteIn(string folder) => OperatingSystem.IsWindows() || Access(folder, WriteAndSearch) == 0;

    [DllImport("libc", EntryPoint = "access", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Access([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);
}
