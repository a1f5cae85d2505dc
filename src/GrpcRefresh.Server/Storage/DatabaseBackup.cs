using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Storage;

/// <summary>Copies the database to another file, also while the service writes: SQLite's own copying sees one moment of it.</summary>
/// <remarks>
/// The copy is made beside its place and gets its name when it is whole, checked and on disk, so that a file of that name is always one to rely
/// on. An older schema is copied as well, because before an upgrade is when a backup is wanted.
/// </remarks>
internal static class DatabaseBackup
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <returns>The copy's schema version and size.</returns>
    /// <exception cref="OptionsValidationException">The configured database cannot be read.</exception>
    /// <exception cref="StartRefusedException">The copy cannot be written, or is no good. Nothing is left of it.</exception>
    public static (long Schema, long Bytes) Copy(IConfiguration configuration, string target)
    {
        if (Path.Exists(target))
        {
            throw new StartRefusedException($"'{target}' is there already. Choose another name: a backup never replaces anything.");
        }

        using var source = ReadOnlyDatabase.Open(configuration, anySchema: true);
        var draft = $"{target}.{Guid.NewGuid():N}.partial";
        try
        {
            Create(draft);
            Fill(draft, source);
            var schema = Verify(draft);
            Sync(draft);
            File.Move(draft, target, overwrite: false);
            return (schema, new FileInfo(target).Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new StartRefusedException($"The backup '{target}' cannot be written: {e.Message} Nothing is left of it.", e);
        }
        finally
        {
            if (File.Exists(draft))
            {
                File.Delete(draft);
            }
        }
    }

    private static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        new FileStream(path, options).Dispose();
    }

    private static void Fill(string draft, SqliteConnection source)
    {
        using var copy = Open(draft);
        source.BackupDatabase(copy);
        // All in the one file, without a log beside it.
        copy.Execute("pragma journal_mode = delete");
    }

    private static long Verify(string draft)
    {
        using var copy = Open(draft);
        var found = copy.Query<string>("pragma integrity_check").ToList();
        return found is ["ok"]
            ? SqliteMigrations.VersionOf(copy)
            : throw new StartRefusedException($"The copy is damaged, and so probably is the database: {found[0]} Nothing is left of the copy. Restore an earlier backup.");
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static void Sync(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }
}
