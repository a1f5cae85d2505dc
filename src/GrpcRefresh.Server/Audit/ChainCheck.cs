namespace GrpcRefresh.Server.Audit;

/// <summary>Follows one chain, row by row, from its beginning or from the anchor that a purge left.</summary>
internal sealed class ChainCheck(string chain, AuditAnchor? anchor)
{
    private long _number = anchor?.Number ?? 0;
    private string _hash = anchor?.Hash ?? AuditHash.Beginning;

    public string Chain { get; } = chain;

    /// <summary>The place among all rows of the last one that was looked at.</summary>
    public long LastEntry { get; private set; }

    /// <summary>The first thing that is wrong; null while there is none.</summary>
    public string? Break { get; private set; }

    public void Take(AuditRow row)
    {
        Break ??= Problem(row) is { } problem ? $"chain {Chain}, number {row.Number}: {problem}" : null;
        (_number, _hash, LastEntry) = (row.Number, row.Hash, row.Entry);
    }

    private string? Problem(AuditRow row) =>
        row.Number != _number + 1 ? $"follows number {_number}; the rows between are missing"
        : row.PrevHash != _hash ? "does not hold the hash of the row before; that row, or this one, was changed, removed or put here"
        : row.Entry <= LastEntry ? $"has entry {row.Entry}, which is not after that of the row before; rows were put in another order"
        : row.Hash != AuditHash.Of(row) ? "its hash is not that of its fields; it was changed"
        : null;
}
