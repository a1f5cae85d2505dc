using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary>The columns of a CREATE TABLE. Keys are taken note of and not enforced, as in Snowflake.</summary>
internal sealed class ColumnList(SqlSession session, SqlCursor cursor)
{
    public IReadOnlyList<TableColumn> Read()
    {
        cursor.Expect("(");
        List<TableColumn> columns = [];
        do
        {
            if (!TryConstraint())
            {
                columns.Add(Column());
            }
        }
        while (cursor.Try(","));
        cursor.Expect(")");
        return columns;
    }

    /// <summary>The column of an ADD COLUMN.</summary>
    public TableColumn ReadOne() => Column();

    private bool TryConstraint()
    {
        var isNamed = cursor.Try("CONSTRAINT") && cursor.Name().Length > 0;
        if (cursor.Try("PRIMARY", "KEY") || cursor.Try("UNIQUE"))
        {
            Parenthesis();
            return true;
        }

        return isNamed ? throw cursor.Unexpected("PRIMARY KEY or UNIQUE") : false;
    }

    private TableColumn Column()
    {
        var name = cursor.Name();
        var type = TableColumn.TypeOf(cursor.Take().Text);
        if (cursor.Next?.Is("(") == true)
        {
            Parenthesis();
        }

        var (nullable, initial) = (true, (string?)null);
        while (true)
        {
            switch (cursor)
            {
                case var _ when cursor.Try("NOT", "NULL"):
                    nullable = false;
                    break;
                case var _ when cursor.Try("DEFAULT"):
                    initial = Initial();
                    break;
                case var _ when cursor.Try("COMMENT"):
                    cursor.Literal();
                    break;
                case var _ when cursor.Try("PRIMARY", "KEY"):
                    nullable = false;
                    break;
                case var _ when cursor.Try("UNIQUE") || cursor.Try("NULL"):
                    break;
                default:
                    return new TableColumn(name, type, nullable, initial);
            }
        }
    }

    private string Initial()
    {
        var tokens = cursor.Until(",", "NOT", "COMMENT", "PRIMARY", "UNIQUE");
        return tokens is [{ Text: "CURRENT_TIMESTAMP" or "SYSDATE" }, ..] ? "sf_now()" : SqliteText.Write(session, tokens);
    }

    private void Parenthesis()
    {
        cursor.Expect("(");
        cursor.Until();
        cursor.Expect(")");
    }
}
