using Dapper;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Audit;

/// <summary>Rows of the audit in the database. Nothing here begins or ends a transaction.</summary>
internal static class AuditRows
{
    private const string Columns =
        """
        entry as Entry, chain as Chain, number as Number, time_ms as TimeMs, actor as Actor,
        behalf_user as BehalfUser, behalf_role as BehalfRole, behalf_task as BehalfTask, behalf_query as BehalfQuery,
        action as Action, server as Server, site as Site, item_type as ItemType, item_luid as ItemLuid,
        connection_ids as ConnectionIds, outcome as Outcome, detail as Detail, prev_hash as PrevHash, hash as Hash
        """;

    /// <summary>
    /// Appends to a chain. To be called inside the write that records what it is about, so that neither is there without
    /// the other, and no further commit is needed.
    /// </summary>
    public static AuditRow Append(SqliteConnection db, AuditEntry entry, DateTimeOffset now)
    {
        var (last, number, hash) = db.QuerySingle<(long LastEntry, long Number, string Hash)>(
            """
            select coalesce((select seq from sqlite_sequence where name = 'audit'), 0), coalesce(a.number, 0), coalesce(a.hash, @beginning)
            from (select 1) left join (select number, hash from audit where chain = @chain order by number desc limit 1) a on true
            """,
            new { chain = entry.Chain, beginning = AuditHash.Beginning });
        var row = Row(entry, last + 1, number + 1, hash, now);
        db.Execute(
            """
            insert into audit values (
              @Entry, @Chain, @Number, @TimeMs, @Actor, @BehalfUser, @BehalfRole, @BehalfTask, @BehalfQuery,
              @Action, @Server, @Site, @ItemType, @ItemLuid, @ConnectionIds, @Outcome, @Detail, @PrevHash, @Hash)
            """,
            row);
        return row;
    }

    /// <summary>One after the other as they are read, so that there may be many.</summary>
    public static IEnumerable<AuditRow> ByChain(SqliteConnection db, string? chain) =>
        db.Query<AuditRow>($"select {Columns} from audit where {Only(chain)} order by chain, number", new { chain }, buffered: false);

    /// <summary>In the order in which they were written.</summary>
    public static IEnumerable<AuditRow> ByEntry(SqliteConnection db, string? chain, DateTimeOffset? since) =>
        db.Query<AuditRow>(
            $"select {Columns} from audit where {Only(chain)} and time_ms >= @sinceMs order by entry",
            new { chain, sinceMs = since?.ToUnixTimeMilliseconds() ?? 0 },
            buffered: false);

    // With a condition that holds for none given, the index by chain would not be used.
    private static string Only(string? chain) => chain is null ? "true" : "chain = @chain";

    private static AuditRow Row(AuditEntry entry, long place, long number, string before, DateTimeOffset now)
    {
        var behalf = entry.OnBehalfOf ?? new OnBehalf("", "", "", "");
        var target = entry.Target;
        var row = new AuditRow
        {
            Entry = place,
            Chain = entry.Chain,
            Number = number,
            TimeMs = now.ToUnixTimeMilliseconds(),
            Actor = AuditText.Of(entry.Actor),
            BehalfUser = AuditText.Of(behalf.User),
            BehalfRole = AuditText.Of(behalf.Role),
            BehalfTask = AuditText.Of(behalf.Task),
            BehalfQuery = AuditText.Of(behalf.QueryId),
            Action = AuditNames.Of(entry.Action),
            Server = AuditText.Of(target.Site.Server),
            Site = AuditText.Of(target.Site.ContentUrl),
            ItemType = target.ItemType,
            ItemLuid = AuditText.Of(target.ItemLuid),
            ConnectionIds = string.Join(' ', target.ConnectionIds.Select(AuditText.Of)),
            Outcome = AuditNames.Of(entry.Outcome),
            Detail = AuditText.Of(entry.Detail),
            PrevHash = before,
        };
        return row with { Hash = AuditHash.Of(row) };
    }
}
