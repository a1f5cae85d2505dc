namespace GrpcRefresh.Server.Catalog.Connections;

/// <summary>What was read of one site, or of one kind of content there, in no order.</summary>
internal sealed record InventoryPart(IReadOnlyList<ConnectionRecord> Connections, IReadOnlyList<InventoryHole> Gaps)
{
    /// <summary>Why nothing could be read at all; null when something could.</summary>
    public Exception? Failure { get; init; }

    public static InventoryPart Failed(SiteKey site, string words, Exception failure) =>
        new([], [new InventoryHole(site, "", $"{words} {failure.Message}")]) { Failure = failure };
}
