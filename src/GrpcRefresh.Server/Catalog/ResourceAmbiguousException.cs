namespace GrpcRefresh.Server.Catalog;

/// <summary>Several pieces of content have the name that was asked for. Which of them may be told, or meant, depends on who asked.</summary>
internal sealed class ResourceAmbiguousException(WantedResource wanted, IReadOnlyList<CatalogItem> candidates) : Exception($"There are several {wanted}.")
{
    public WantedResource Wanted { get; } = wanted;

    public IReadOnlyList<CatalogItem> Candidates { get; } = candidates;
}
