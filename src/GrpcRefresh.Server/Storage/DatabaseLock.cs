namespace GrpcRefresh.Server.Storage;

/// <summary>Keeps a second service off the same database file: both would sign in with the same token.</summary>
/// <remarks>The operating system lets go of the lock when the process dies, however it dies.</remarks>
internal sealed class DatabaseLock : IDisposable
{
    private readonly FileStream _file;

    private DatabaseLock(FileStream file) => _file = file;

    public static DatabaseLock Take(string databasePath)
    {
        var path = databasePath + ".lock";
        try
        {
            return new DatabaseLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (DirectoryNotFoundException e)
        {
            throw new StartRefusedException($"{StorageOptions.Section}:Sqlite names '{databasePath}', but that folder does not exist. Create it or choose another path.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StartRefusedException($"{StorageOptions.Section}:Sqlite names '{databasePath}', which this account may not write.", e);
        }
        catch (IOException e)
        {
            throw new StartRefusedException($"The database '{databasePath}' is in use by another GrpcRefresh process. Stop that one, or give this one its own {StorageOptions.Section}:Sqlite.", e)
            {
                MayPass = true,
            };
        }
    }

    public void Dispose() => _file.Dispose();
}
