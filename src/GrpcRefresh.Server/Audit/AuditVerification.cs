using Dapper;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Server.Audit;

/// <summary>Checks that the audit is as it was written. Reads all of it, row by row, from one snapshot.</summary>
/// <remarks>
/// The hashes show what was done to the rows before the last of a chain. A row missing at the end, or a whole chain, shows
/// only among all rows: their entries are counted without a gap.
/// </remarks>
internal static class AuditVerification
{
    private const int MostGaps = 20;

    public static AuditReport Run(SqliteConnection db, string? chain)
    {
        var anchors = db.Query<AuditAnchor>("select chain as Chain, number as Number, hash as Hash from audit_anchors").ToDictionary(anchor => anchor.Chain);
        var (rows, chains, lastEntry) = (0L, 0L, 0L);
        List<string> breaks = [];
        ChainCheck? check = null;
        foreach (var row in AuditRows.ByChain(db, chain))
        {
            if (check?.Chain != row.Chain)
            {
                Close(check, breaks);
                check = new ChainCheck(row.Chain, anchors.GetValueOrDefault(row.Chain));
                anchors.Remove(row.Chain);
                chains++;
            }

            check.Take(row);
            rows++;
            lastEntry = row.Entry;
        }

        Close(check, breaks);
        breaks.AddRange(anchors.Keys.Where(left => chain is null || left == chain)
            .Select(left => $"chain {left}, number {anchors[left].Number + 1}: is missing, and so are all after it"));
        breaks.AddRange(Left(db));
        breaks.AddRange(Gaps(db, after: chain is null ? 0 : lastEntry));
        return new AuditReport(rows, chains, breaks);
    }

    private static void Close(ChainCheck? check, List<string> breaks)
    {
        if (check?.Break is { } found)
        {
            breaks.Add(found);
        }
    }

    /// <summary>A purge that was only pretended, to be able to delete rows.</summary>
    private static IEnumerable<string> Left(SqliteConnection db) =>
        db.Query<(string Chain, long Number)>(
            "select chain, number from audit where entry <= (select entry from audit_purged) order by entry limit 1")
            .Select(row => $"chain {row.Chain}, number {row.Number}: counts as purged, but is there");

    /// <param name="after">Only gaps after this entry: before the last row of a chain nothing of that chain can be missing unseen.</param>
    private static IEnumerable<string> Gaps(SqliteConnection db, long after) =>
        db.Query<(long From, long To, string? Chain, long? Number)>(
            """
            with marks as (
              select entry, chain, number from audit
              union all select entry, null, null from audit_purged
              union all select seq + 1, null, null from sqlite_sequence where name = 'audit'),
            steps as (select entry, lag(entry) over w as before, lag(chain) over w as chain, lag(number) over w as number from marks window w as (order by entry))
            select before + 1, entry - 1, chain, number from steps where entry > before + 1 and entry > @after order by entry limit @MostGaps
            """,
            new { after, MostGaps })
            .Select(gap => (gap.From == gap.To ? $"entry {gap.From} is missing" : $"entries {gap.From} to {gap.To} are missing")
                + (gap.Chain is null ? "" : $" after chain {gap.Chain}, number {gap.Number}")
                + "; of this chain or of another, whose end or whole it was");
}
