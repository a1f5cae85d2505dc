using GrpcRefresh.SnowflakeSimulation.Api;
using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary>Executes one statement of the subset; anything else is refused.</summary>
internal static class SqlEngine
{
    public static SqlOutcome Execute(Execution execution, IReadOnlyList<SqlToken> tokens)
    {
        var (session, cursor) = (execution.Session, new SqlCursor(tokens));
        return tokens[0].Text switch
        {
            "SELECT" or "WITH" => Query(execution, tokens),
            "INSERT" or "UPDATE" or "DELETE" or "MERGE" => Write(execution, cursor, tokens),
            "CREATE" or "DROP" => Definitions.Execute(session, cursor),
            "ALTER" when cursor.Try("ALTER", "USER") => TokenStatements.Alter(session, cursor),
            "ALTER" when cursor.Try("ALTER", "TABLE") => Definitions.Alter(session, cursor),
            "EXPLAIN" => Explain(execution, cursor, tokens),
            "SHOW" when cursor.Try("SHOW", "USER") => TokenStatements.Show(session, cursor),
            "SHOW" when cursor.Try("SHOW", "GRANTS", "TO", "ROLE") => GrantStatements.Show(session, cursor),
            "SHOW" when cursor.Try("SHOW", "INTEGRATIONS") => GrantStatements.ShowIntegrations(session, cursor),
            "DESC" or "DESCRIBE" when cursor.Take() is not null && cursor.Try("USER") => UserStatements.Describe(session, cursor),
            _ => throw SqlProblem.Unknown($"a statement that begins with {tokens[0].Raw}"),
        };
    }

    // Compiling is executing and taking it back: without a warehouse, and with the same refusals.
    private static SqlOutcome Explain(Execution execution, SqlCursor cursor, IReadOnlyList<SqlToken> tokens)
    {
        var session = execution.Session;
        cursor.Expect("EXPLAIN", "USING", "TEXT");
        IReadOnlyList<SqlToken> explained = [.. tokens.Skip(3)];
        session.World.Tables.Rehearse(() => cursor.Next is { Text: "INSERT" or "UPDATE" or "DELETE" or "MERGE" }
            ? Change(session, new SqlCursor(explained), explained)
            : session.World.Tables.Query(new SqliteText(session, explained).Write(), session.Bindings, inNanoseconds: false));
        return new SqlOutcome([new SqlOutColumn("content", "text")], [["GlobalStats: ..."]]);
    }

    private static SqlOutcome Query(Execution execution, IReadOnlyList<SqlToken> tokens)
    {
        var session = execution.Session;
        if (SystemFunctions.TryCall(session, tokens) is { } called)
        {
            return called;
        }

        var text = new SqliteText(session, tokens);
        var sql = text.Write();
        if (text.ReadsTables)
        {
            session.UseWarehouse(execution);
        }

        return session.World.Tables.Query(sql, session.Bindings, session.World.Settings.TimestampsInNanoseconds);
    }

    private static SqlOutcome Write(Execution execution, SqlCursor cursor, IReadOnlyList<SqlToken> tokens)
    {
        var session = execution.Session;
        session.UseWarehouse(execution);
        return session.World.Tables.InTransaction(() => Change(session, cursor, tokens));
    }

    private static SqlOutcome Change(SqlSession session, SqlCursor cursor, IReadOnlyList<SqlToken> tokens) => SqlOutcome.Dml(tokens[0].Text switch
    {
        "INSERT" => Changes.Insert(session, cursor),
        "UPDATE" => Changes.Update(session, cursor),
        "DELETE" => Changes.Delete(session, cursor),
        _ => new Merge(session, cursor).Execute(),
    });
}
