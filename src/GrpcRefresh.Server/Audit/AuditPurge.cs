using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Audit;

/// <summary>Deletes old rows inside one write, from the first on, and leaves what the rest hangs on.</summary>
internal static class AuditPurge
{
    private const int MostAtOnce = 1_000;

    /// <summary>Answers how many rows were deleted; when there may be more, as many as go at once.</summary>
    public static int Run(SqliteConnection db, DateTimeOffset before, DateTimeOffset now)
    {
        var old = db.Query<(long Entry, long TimeMs)>("select entry, time_ms from audit order by entry limit @MostAtOnce", new { MostAtOnce })
            .TakeWhile(row => row.TimeMs < before.ToUnixTimeMilliseconds())
            .Select(row => row.Entry)
            .ToList();
        if (old.Count == 0)
        {
            return 0;
        }

        AuditRows.Append(db, Purged(old, before), now);
        db.Execute(
            """
            insert into audit_anchors (chain, number, hash)
              select chain, max(number), hash from audit where entry <= @last group by chain
              on conflict (chain) do update set number = excluded.number, hash = excluded.hash;
            update audit_purged set entry = @last;
            delete from audit where entry <= @last;
            delete from audit_anchors where not exists (select 1 from audit where audit.chain = audit_anchors.chain);
            """,
            new { last = old[^1] });
        return old.Count;
    }

    private static AuditEntry Purged(List<long> entries, DateTimeOffset before) => new(
        AuditEntry.Service,
        AuditEntry.Itself,
        null,
        AuditAction.Purge,
        AuditTarget.None,
        AuditOutcome.Succeeded,
        string.Create(CultureInfo.InvariantCulture, $"entries {entries[0]} to {entries[^1]}, from before {before.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}"));
}
