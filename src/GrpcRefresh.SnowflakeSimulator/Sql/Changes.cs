using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary>INSERT, UPDATE and DELETE.</summary>
internal static class Changes
{
    private static readonly string[] NotInValues = ["PARSE_JSON", "OBJECT_CONSTRUCT", "ARRAY_CONSTRUCT"];

    public static SqlStats Insert(SqlSession session, SqlCursor cursor)
    {
        cursor.Expect("INSERT", "INTO");
        var table = TableNames.Table(session, cursor.Path());
        var columns = cursor.Next?.Is("(") == true ? Columns(cursor) : "";
        var isValues = cursor.Next?.Is("VALUES") == true;
        var rest = cursor.Until();
        cursor.ExpectEnd();
        if (isValues && rest.FirstOrDefault(token => NotInValues.Contains(token.Text)) is { } function)
        {
            // Snowflake's own words; INSERT … SELECT is the way.
            throw new SqlProblem("002014", "22000", $"SQL compilation error: Invalid expression [{function.Raw}] in VALUES clause");
        }

        return new SqlStats(Inserted: session.World.Tables.Execute($"insert into {TableStore.Quote(table)} {columns} {SqliteText.Write(session, rest)}", session.Bindings));
    }

    public static SqlStats Update(SqlSession session, SqlCursor cursor)
    {
        cursor.Expect("UPDATE");
        var (table, alias) = Target(session, cursor, "SET");
        cursor.Expect("SET");
        var set = Assignments(session, cursor, alias, "FROM", "WHERE");
        var from = cursor.Next?.Is("FROM") == true ? SqliteText.Write(session, cursor.Until("WHERE")) : "";
        var sql = $"update {table} as {alias} set {set} {from} {Where(session, cursor)}";
        return new SqlStats(Updated: session.World.Tables.Execute(sql, session.Bindings));
    }

    public static SqlStats Delete(SqlSession session, SqlCursor cursor)
    {
        cursor.Expect("DELETE", "FROM");
        var (table, alias) = Target(session, cursor, "WHERE");
        return new SqlStats(Deleted: session.World.Tables.Execute($"delete from {table} as {alias} {Where(session, cursor)}", session.Bindings));
    }

    public static (string Table, string Alias) Target(SqlSession session, SqlCursor cursor, params string[] next)
    {
        var parts = cursor.Path();
        var table = TableNames.Table(session, parts);
        var hasAlias = cursor.Try("AS") || (cursor.Next is { IsName: true } word && !next.Any(word.Is));
        return (TableStore.Quote(table), TableStore.Quote(hasAlias ? cursor.Name() : parts[^1]));
    }

    /// <summary><c>a = x, t.b = y</c>; SQLite takes the column without the table.</summary>
    public static string Assignments(SqlSession session, SqlCursor cursor, string alias, params string[] end)
    {
        List<string> set = [];
        do
        {
            var path = cursor.Path();
            if (path.Count > 2 || (path.Count == 2 && TableStore.Quote(path[0]) != alias))
            {
                throw SqlProblem.Unknown($"an assignment to {string.Join('.', path)}");
            }

            cursor.Expect("=");
            set.Add($"{TableStore.Quote(path[^1])} = {SqliteText.Write(session, cursor.Until([",", .. end]))}");
        }
        while (cursor.Try(","));
        return string.Join(", ", set);
    }

    public static string Columns(SqlCursor cursor)
    {
        cursor.Expect("(");
        List<string> columns = [];
        do
        {
            columns.Add(TableStore.Quote(cursor.Path()[^1]));
        }
        while (cursor.Try(","));
        cursor.Expect(")");
        return $"({string.Join(", ", columns)})";
    }

    private static string Where(SqlSession session, SqlCursor cursor)
    {
        var tokens = cursor.Until();
        cursor.ExpectEnd();
        return SqliteText.Write(session, tokens);
    }
}
