using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Storage;

/// <summary>A connection of its own to a database file, for those who look or write beside the service.</summary>
internal static class SqliteFile
{
    public static SqliteConnection Open(SqliteConnectionStringBuilder how)
    {
        how.Pooling = false;
        var connection = new SqliteConnection(how.ToString());
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
}
