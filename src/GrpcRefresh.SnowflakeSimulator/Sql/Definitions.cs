using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary>CREATE and DROP of databases, schemas, tables and views.</summary>
internal static class Definitions
{
    public static SqlOutcome Execute(SqlSession session, SqlCursor cursor)
    {
        if (cursor.Try("DROP"))
        {
            return Drop(session, cursor);
        }

        cursor.Expect("CREATE");
        var replaces = cursor.Try("OR", "REPLACE");
        var alters = !replaces && cursor.Try("OR", "ALTER");
        return cursor switch
        {
            _ when cursor.Try("DATABASE") => Container(session, cursor, isSchema: false),
            _ when cursor.Try("SCHEMA") => Container(session, cursor, isSchema: true),
            _ when cursor.Try("TABLE") => Table(session, cursor, replaces, alters),
            _ when cursor.Try("VIEW") => View(session, cursor, replaces || alters),
            _ => throw SqlProblem.Unknown($"CREATE {cursor.Next?.Raw}"),
        };
    }

    /// <summary>ALTER TABLE … ADD COLUMN, of one column.</summary>
    public static SqlOutcome Alter(SqlSession session, SqlCursor cursor)
    {
        var key = TableNames.Table(session, cursor.Path());
        cursor.Expect("ADD");
        cursor.Try("COLUMN");
        var skipsExisting = cursor.Try("IF", "NOT", "EXISTS");
        var column = new ColumnList(session, cursor).ReadOne();
        cursor.ExpectEnd();
        var tables = session.World.Tables;
        if (tables.Columns(key).All(other => other.Name != column.Name))
        {
            tables.AddColumns(key, [column]);
        }
        else if (!skipsExisting)
        {
            throw new SqlProblem("002028", "42710", $"SQL compilation error:\nambiguous column name '{column.Name}'");
        }

        return SqlOutcome.Message("Statement executed successfully.");
    }

    private static SqlOutcome Drop(SqlSession session, SqlCursor cursor)
    {
        var isView = !cursor.Try("TABLE");
        if (isView)
        {
            cursor.Expect("VIEW");
        }

        var skipsMissing = cursor.Try("IF", "EXISTS");
        var key = session.Resolve(cursor.Path());
        cursor.ExpectEnd();
        var tables = session.World.Tables;
        if (isView ? tables.HasView(key) : tables.HasTable(key))
        {
            (isView ? (Action<string>)tables.DropView : tables.DropTable)(key);
            return SqlOutcome.Message($"{key} successfully dropped.");
        }

        return skipsMissing ? SqlOutcome.Message("Drop statement executed successfully.") : throw SqlProblem.NoObject(isView ? "View" : "Table", key);
    }

    private static SqlOutcome Container(SqlSession session, SqlCursor cursor, bool isSchema)
    {
        var skipsExisting = cursor.Try("IF", "NOT", "EXISTS");
        var path = cursor.Path();
        TableOptions.Skip(cursor);
        var name = isSchema ? path is [var single] ? $"{session.Database}.{single}" : string.Join('.', path) : $"{path[0]}.PUBLIC";
        if (!skipsExisting && session.World.Tables.HasSchema(name))
        {
            throw new SqlProblem("002002", "42710", $"SQL compilation error:\nObject '{name}' already exists.");
        }

        session.World.Tables.AddSchema(name);
        return SqlOutcome.Message($"{name} successfully created.");
    }

    private static SqlOutcome Table(SqlSession session, SqlCursor cursor, bool replaces, bool alters)
    {
        var skipsExisting = cursor.Try("IF", "NOT", "EXISTS");
        var key = Key(session, cursor);
        var columns = new ColumnList(session, cursor).Read();
        TableOptions.Skip(cursor);
        var tables = session.World.Tables;
        if (tables.HasTable(key))
        {
            return Existing(tables, key, columns, replaces, alters, skipsExisting);
        }

        tables.AddTable(key, columns);
        return SqlOutcome.Message($"Table {key} successfully created.");
    }

    private static SqlOutcome Existing(TableStore tables, string key, IReadOnlyList<TableColumn> columns, bool replaces, bool alters, bool skipsExisting)
    {
        if (replaces)
        {
            tables.DropTable(key);
            tables.AddTable(key, columns);
        }
        else if (alters)
        {
            var known = tables.Columns(key);
            if (known.Any(column => !columns.Any(other => other.Name == column.Name && other.Type == column.Type)))
            {
                throw SqlProblem.Unknown("CREATE OR ALTER TABLE that removes or changes a column");
            }

            tables.AddColumns(key, [.. columns.Where(column => known.All(other => other.Name != column.Name))]);
        }
        else if (!skipsExisting)
        {
            throw new SqlProblem("002002", "42710", $"SQL compilation error:\nObject '{key}' already exists.");
        }

        return SqlOutcome.Message($"{key}: statement succeeded.");
    }

    private static SqlOutcome View(SqlSession session, SqlCursor cursor, bool replaces)
    {
        var skipsExisting = cursor.Try("IF", "NOT", "EXISTS");
        var key = Key(session, cursor);
        TableOptions.Skip(cursor, "AS");
        cursor.Expect("AS");
        var body = cursor.Until();
        cursor.ExpectEnd();
        var tables = session.World.Tables;
        if (tables.HasView(key) && !replaces)
        {
            return skipsExisting ? SqlOutcome.Message($"{key} already exists, statement succeeded.")
                : throw new SqlProblem("002002", "42710", $"SQL compilation error:\nObject '{key}' already exists.");
        }

        var select = SqliteText.Write(session, body);
        if (tables.HasView(key))
        {
            tables.DropView(key);
        }

        tables.AddView(key, select);
        return SqlOutcome.Message($"View {key} successfully created.");
    }

    private static string Key(SqlSession session, SqlCursor cursor)
    {
        var key = session.Resolve(cursor.Path());
        var schema = key[..key.LastIndexOf('.')];
        return session.World.Tables.HasSchema(schema) ? key : throw SqlProblem.NoObject("Schema", schema);
    }
}
