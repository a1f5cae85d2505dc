using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Storage;

/// <summary>The configured database for a change from outside the service, which may run meanwhile.</summary>
internal static class DatabaseFile
{
    /// <summary>How long to wait while the service commits.</summary>
    private const int PatienceSeconds = 10;

    /// <summary>Where the configured database is, or would be.</summary>
    public static string PathOf(IConfiguration configuration)
    {
        var options = new StorageOptions();
        configuration.GetSection(StorageOptions.Section).Bind(options);
        var mistakes = new StorageOptionsValidator().Validate(null, options);
        return mistakes.Failed
            ? throw new OptionsValidationException(StorageOptions.Section, typeof(StorageOptions), mistakes.Failures)
            : Path.GetFullPath(options.Sqlite);
    }

    /// <summary>Runs one write and answers once it is on disk. A database that is not there yet is made.</summary>
    /// <exception cref="StartRefusedException">The database is of another version, or cannot be used.</exception>
    public static T Write<T>(IConfiguration configuration, Func<SqliteConnection, T> work)
    {
        var path = PathOf(configuration);
        try
        {
            if (!File.Exists(path) || !IsNewest(path))
            {
                Prepare(path);
            }

            using var connection = Open(path);
            Execute(connection, "pragma synchronous = full");
            using var transaction = connection.BeginTransaction(deferred: false);
            var result = work(connection);
            transaction.Commit();
            return result;
        }
        catch (SqliteException e)
        {
            throw new StartRefusedException($"{StorageOptions.Section}:Sqlite names '{path}', which cannot be written as the service's database: {e.Message}", e);
        }
    }

    /// <summary>Looks at a database of whatever schema; the default when there is none that can be read.</summary>
    public static T? Look<T>(IConfiguration configuration, Func<SqliteConnection, T> look)
    {
        try
        {
            if (!File.Exists(PathOf(configuration)))
            {
                return default;
            }

            using var connection = ReadOnlyDatabase.Open(configuration, anySchema: true);
            return look(connection);
        }
        catch (Exception e) when (e is OptionsValidationException or StartRefusedException)
        {
            // Told by those who need the database.
            return default;
        }
    }

    private static bool IsNewest(string path)
    {
        using var connection = Open(path);
        return SqliteMigrations.IsNewest(connection);
    }

    /// <summary>As the service does at its start, and in its place: nobody else may begin meanwhile.</summary>
    private static void Prepare(string path)
    {
        using var alone = DatabaseLock.Take(path);
        using var connection = Open(path);
        Execute(connection, "pragma journal_mode = wal");
        SqliteMigrations.Apply(connection);
    }

    private static SqliteConnection Open(string path) =>
        SqliteFile.Open(new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, DefaultTimeout = PatienceSeconds });

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
