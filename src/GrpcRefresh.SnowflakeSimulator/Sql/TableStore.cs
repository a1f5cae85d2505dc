using System.Globalization;
using GrpcRefresh.SnowflakeSimulation.World;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary>Tables and views, in a SQLite database in memory. A table of Snowflake's is called <c>"DATABASE.SCHEMA.NAME"</c> there.</summary>
internal sealed class TableStore : IDisposable
{
    private readonly SqliteConnection _db = new("Data Source=:memory:");
    private readonly Dictionary<string, IReadOnlyList<TableColumn>> _tables = new(StringComparer.Ordinal);
    private readonly HashSet<string> _views = new(StringComparer.Ordinal);
    private readonly HashSet<string> _schemas = new(StringComparer.Ordinal);

    public TableStore(Func<DateTimeOffset> now)
    {
        _db.Open();
        Execute("pragma case_sensitive_like = on");
        SqlFunctions.Register(_db, now);
    }

    public bool HasTable(string key) => _tables.ContainsKey(key);

    public bool HasView(string key) => _views.Contains(key);

    public bool HasSchema(string name) => _schemas.Contains(name);

    public IReadOnlyList<TableColumn> Columns(string key) => _tables[key];

    public void AddSchema(string name) => _schemas.Add(name);

    public void AddTable(string key, IReadOnlyList<TableColumn> columns)
    {
        Execute($"create table {Quote(key)} ({string.Join(", ", columns.Select(column => column.ToSqlite()))})");
        _tables[key] = columns;
        Normalize(key, columns);
    }

    public void AddColumns(string key, IReadOnlyList<TableColumn> added)
    {
        foreach (var column in added)
        {
            Execute($"alter table {Quote(key)} add column {column.ToSqlite()}");
        }

        _tables[key] = [.. _tables[key], .. added];
        Normalize(key, _tables[key]);
    }

    public void AddView(string key, string select)
    {
        Execute($"create view {Quote(key)} as {select}");
        _views.Add(key);
    }

    public void DropTable(string key)
    {
        Execute($"drop table {Quote(key)}");
        _tables.Remove(key);
    }

    public void DropView(string key)
    {
        Execute($"drop view {Quote(key)}");
        _views.Remove(key);
    }

    /// <summary>All or nothing, as one statement of Snowflake's is.</summary>
    public T InTransaction<T>(Func<T> work)
    {
        using var transaction = _db.BeginTransaction();
        var result = Guard(work);
        transaction.Commit();
        return result;
    }

    /// <summary>Does it and takes it back.</summary>
    public void Rehearse(Func<SqlOutcome> work)
    {
        using var transaction = _db.BeginTransaction();
        Guard(work);
        transaction.Rollback();
    }

    public int Execute(string sql, IReadOnlyList<object?>? bindings = null) => Guard(() =>
    {
        using var command = Command(sql, bindings ?? []);
        return command.ExecuteNonQuery();
    });

    public long Scalar(string sql, IReadOnlyList<object?> bindings) => Guard(() =>
    {
        using var command = Command(sql, bindings);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    });

    public SqlOutcome Query(string sql, IReadOnlyList<object?> bindings, bool inNanoseconds) => Guard(() =>
    {
        using var command = Command(sql, bindings);
        using var reader = command.ExecuteReader();
        return SqlCells.Read(reader, inNanoseconds);
    });

    public IReadOnlyList<IReadOnlyList<string?>> Read(string sqlite)
    {
        using var command = Command(sqlite, []);
        using var reader = command.ExecuteReader();
        List<IReadOnlyList<string?>> rows = [];
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))]);
        }

        return rows;
    }

    public void Dispose() => _db.Dispose();

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Writes every accepted form of a moment, a day or a truth in one form, so that they compare.</summary>
    private void Normalize(string key, IReadOnlyList<TableColumn> columns)
    {
        var wanted = columns.Where(column => column.Normalizer is not null).ToList();
        if (wanted.Count == 0)
        {
            return;
        }

        var set = string.Join(", ", wanted.Select(column => $"{Quote(column.Name)} = {column.Normalizer}({Quote(column.Name)})"));
        foreach (var when in new[] { "insert", "update" })
        {
            var name = Quote($"{key} {when}");
            Execute($"drop trigger if exists {name}");
            Execute($"create trigger {name} after {when} on {Quote(key)} begin update {Quote(key)} set {set} where rowid = new.rowid; end");
        }
    }

    private SqliteCommand Command(string sql, IReadOnlyList<object?> bindings)
    {
        var command = _db.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < bindings.Count; i++)
        {
            command.Parameters.AddWithValue($"@b{i + 1}", bindings[i] ?? DBNull.Value);
        }

        return command;
    }

    private static T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e)
        {
            throw e.Message.Contains("NOT NULL", StringComparison.Ordinal) ? new SqlProblem("100072", "22000", $"NULL result in a non-nullable column ({e.Message})")
                : e.Message.Contains("no such column", StringComparison.Ordinal) ? new SqlProblem("000904", "42000", $"SQL compilation error: error: invalid identifier ({e.Message})")
                : e.Message.Contains("is not recognized", StringComparison.Ordinal) ? new SqlProblem("100035", "22007", e.Message)
                : SqlProblem.Unknown(e.Message);
        }
        catch (InvalidOperationException e) when (e.Message.Contains("parameters", StringComparison.OrdinalIgnoreCase))
        {
            throw new SqlProblem("002049", "42601", $"SQL compilation error: Bind variable not set. {e.Message}");
        }
    }
}
