using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Storage;

/// <summary>Brings the database to the newest numbered schema, one transaction a step.</summary>
internal static class SqliteMigrations
{
    private const string Prefix = "GrpcRefresh.Server.Storage.Migrations.Sqlite.";

    public static void Apply(SqliteConnection connection)
    {
        connection.Execute("create table if not exists schema_version (version integer not null primary key, apply_ms integer not null) strict");
        var steps = Steps();
        var current = Current(connection, steps[^1].Version);
        foreach (var (version, sql) in steps.Where(step => step.Version > current))
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(sql, transaction: transaction);
            connection.Execute("insert into schema_version values (@version, @now)", new { version, now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() }, transaction);
            transaction.Commit();
        }
    }

    /// <summary>For those who only read.</summary>
    public static void DemandNewest(SqliteConnection connection)
    {
        var newest = Steps()[^1].Version;
        if (Current(connection, newest) is var current && current < newest)
        {
            throw new StartRefusedException($"The database has schema version {current}, this program reads {newest}. Start the service once: it brings the database up to date.");
        }
    }

    /// <exception cref="StartRefusedException">It is newer than this program.</exception>
    public static long VersionOf(SqliteConnection connection) => Current(connection, Steps()[^1].Version);

    /// <summary>False also for a file that is no database of ours yet.</summary>
    public static bool IsNewest(SqliteConnection connection)
    {
        var newest = Steps()[^1].Version;
        return connection.ExecuteScalar<long>("select count(*) from sqlite_schema where name = 'schema_version'") > 0
            && Current(connection, newest) == newest;
    }

    private static long Current(SqliteConnection connection, long newest)
    {
        var current = connection.ExecuteScalar<long?>("select max(version) from schema_version") ?? 0;
        return current <= newest
            ? current
            : throw new StartRefusedException($"The database has schema version {current}, this program knows up to {newest}. Run the newer program, or restore a backup made before its upgrade.");
    }

    private static List<(long Version, string Sql)> Steps()
    {
        var assembly = typeof(SqliteMigrations).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (long.Parse(name.AsSpan(Prefix.Length, 4), CultureInfo.InvariantCulture), ReadAll(assembly.GetManifestResourceStream(name)!)))];
    }

    private static string ReadAll(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
