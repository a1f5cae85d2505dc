using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Storage;

/// <summary>The configured database for a look from outside the service, which may run meanwhile.</summary>
internal static class ReadOnlyDatabase
{
    /// <param name="configuration">The settings of the service.</param>
    /// <param name="anySchema">Whether a schema older than this program's will do.</param>
    /// <exception cref="OptionsValidationException">The file is not there, or is no database of ours.</exception>
    public static SqliteConnection Open(IConfiguration configuration, bool anySchema = false)
    {
        var options = new StorageOptions();
        configuration.GetSection(StorageOptions.Section).Bind(options);
        var path = Path.GetFullPath(options.Sqlite);
        if (!File.Exists(path))
        {
            throw Wrong($"{StorageOptions.Section}:Sqlite names '{path}', which does not exist. Start this in the folder and with the settings of the service.");
        }

        SqliteConnection? connection = null;
        try
        {
            connection = Open(path);
            if (anySchema)
            {
                SqliteMigrations.VersionOf(connection);
            }
            else
            {
                SqliteMigrations.DemandNewest(connection);
            }

            return connection;
        }
        catch (SqliteException e)
        {
            connection?.Dispose();
            throw Wrong($"{StorageOptions.Section}:Sqlite names '{path}', which cannot be read as the service's database: {e.Message}");
        }
        catch (InvalidOperationException e)
        {
            connection?.Dispose();
            throw Wrong(e.Message);
        }
    }

    /// <summary>Whatever it holds.</summary>
    public static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    private static OptionsValidationException Wrong(string message) => new(StorageOptions.Section, typeof(StorageOptions), [message]);
}
