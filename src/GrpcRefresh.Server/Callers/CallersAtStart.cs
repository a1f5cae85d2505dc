using GrpcRefresh.Server.Callers.Keys;
using GrpcRefresh.Server.Listening;
using GrpcRefresh.Server.Storage;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Callers;

/// <summary>Looks for callers before the service has started: in a database that may be an older program's, or not be there yet.</summary>
internal sealed class CallersAtStart(IConfiguration configuration) : IKnownCallers
{
    public bool AreConfigured
    {
        get
        {
            var path = (configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions()).Sqlite;
            return path.Length > 0 && File.Exists(path) && HasKey(Path.GetFullPath(path));
        }
    }

    private static bool HasKey(string path)
    {
        try
        {
            using var connection = ReadOnlyDatabase.Open(path);
            return ApiKeyRows.Any(connection);
        }
        catch (SqliteException)
        {
            // No database of ours, or from before there were keys: the start itself says what is wrong, if anything is.
            return false;
        }
    }
}
