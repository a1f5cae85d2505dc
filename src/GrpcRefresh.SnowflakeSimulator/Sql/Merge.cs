using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary>
/// MERGE, by tables of its own: the source's rows, then which row of the source meets which of the target, then which clause each pair falls
/// under, and only then the changes. So every condition sees the target as it was.
/// </summary>
internal sealed class Merge(SqlSession session, SqlCursor cursor)
{
    private readonly TableStore _tables = session.World.Tables;
    private string _target = "";
    private string _alias = "";
    private string _source = "";
    private SqlStats _stats = new();

    public SqlStats Execute()
    {
        cursor.Expect("MERGE", "INTO");
        (_target, _alias) = Changes.Target(session, cursor, "USING");
        cursor.Expect("USING");
        ReadSource();
        cursor.Expect("ON");
        Pair(SqliteText.Write(session, cursor.Until("WHEN")));
        List<Action> changes = [];
        for (var clause = 1; cursor.Try("WHEN"); clause++)
        {
            changes.Add(Clause(clause));
        }

        cursor.ExpectEnd();
        changes.ForEach(change => change());
        Clear();
        return _stats;
    }

    private void ReadSource()
    {
        var tokens = cursor.Next?.Is("(") == true ? Subquery() : Named();
        Clear();
        Run($"create temp table merge_source as {SqliteText.Write(session, tokens)}");
    }

    private IReadOnlyList<SqlToken> Subquery()
    {
        cursor.Expect("(");
        var tokens = cursor.Until();
        cursor.Expect(")");
        cursor.Try("AS");
        _source = TableStore.Quote(cursor.Name());
        return tokens;
    }

    private List<SqlToken> Named()
    {
        var path = cursor.Path();
        _source = TableStore.Quote(cursor.Try("AS") || cursor.Next?.Is("ON") == false ? cursor.Name() : path[^1]);
        SqlToken Word(string text) => new(SqlTokenKind.Word, text, text);
        SqlToken Symbol(string text) => new(SqlTokenKind.Symbol, text, text);
        return [Word("SELECT"), Symbol("*"), Word("FROM"), .. path.SelectMany(part => new[] { Symbol("."), new SqlToken(SqlTokenKind.Quoted, part, part) }).Skip(1)];
    }

    private void Pair(string condition)
    {
        Run($"create temp table merge_pairs as select {_source}.rowid as source_row, {_alias}.rowid as target_row, 0 as clause from merge_source as {_source} left join {_target} as {_alias} on {condition}");
        if (_tables.Scalar("select count(*) from (select target_row from merge_pairs where target_row is not null group by target_row having count(*) > 1)", []) > 0)
        {
            throw new SqlProblem("100090", "42P18", "Duplicate row detected during DML action");
        }
    }

    private Action Clause(int number)
    {
        var inserts = cursor.Try("NOT");
        cursor.Expect("MATCHED");
        var condition = cursor.Try("AND") ? SqliteText.Write(session, cursor.Until("THEN")) : "1";
        cursor.Expect("THEN");
        Run($"update merge_pairs set clause = {number} where clause = 0 and target_row is {(inserts ? "" : "not")} null and exists (select 1 from merge_source as {_source} left join {_target} as {_alias} on {_alias}.rowid = merge_pairs.target_row where {_source}.rowid = merge_pairs.source_row and ({condition}))");
        return cursor switch
        {
            _ when inserts && cursor.Try("INSERT") => Insert(number),
            _ when !inserts && cursor.Try("UPDATE", "SET") => Update(number),
            _ when !inserts && cursor.Try("DELETE") => () => _stats = _stats with
            {
                Deleted = _stats.Deleted + Run($"delete from {_target} where rowid in (select target_row from merge_pairs where clause = {number})"),
            },
            _ => throw cursor.Unexpected(inserts ? "INSERT" : "UPDATE SET or DELETE"),
        };
    }

    private Action Update(int number)
    {
        var set = Changes.Assignments(session, cursor, _alias, "WHEN");
        return () => _stats = _stats with
        {
            Updated = _stats.Updated + Run($"update {_target} as {_alias} set {set} from merge_pairs, merge_source as {_source} where merge_pairs.target_row = {_alias}.rowid and {_source}.rowid = merge_pairs.source_row and merge_pairs.clause = {number}"),
        };
    }

    private Action Insert(int number)
    {
        var columns = cursor.Next?.Is("(") == true ? Changes.Columns(cursor) : "";
        cursor.Expect("VALUES", "(");
        var values = SqliteText.Write(session, cursor.Until());
        cursor.Expect(")");
        return () => _stats = _stats with
        {
            Inserted = _stats.Inserted + Run($"insert into {_target} {columns} select {values} from merge_pairs join merge_source as {_source} on {_source}.rowid = merge_pairs.source_row where merge_pairs.clause = {number}"),
        };
    }

    private void Clear()
    {
        Run("drop table if exists temp.merge_source");
        Run("drop table if exists temp.merge_pairs");
    }

    private int Run(string sql) => _tables.Execute(sql, session.Bindings);
}
