using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.SnowflakeSimulation.Sql;

/// <summary>Looks tables up, and fills the account usage views before they are read.</summary>
internal static class TableNames
{
    /// <summary>A table or a view.</summary>
    public static string Readable(SqlSession session, IReadOnlyList<string> parts)
    {
        var key = session.Resolve(parts);
        UsageViews.Fill(session.World, key);
        return session.World.Tables.HasTable(key) || session.World.Tables.HasView(key) ? key : throw SqlProblem.NoObject("Object", key);
    }

    public static string Table(SqlSession session, IReadOnlyList<string> parts)
    {
        var key = session.Resolve(parts);
        return session.World.Tables.HasTable(key) ? key : throw SqlProblem.NoObject("Table", key);
    }
}
