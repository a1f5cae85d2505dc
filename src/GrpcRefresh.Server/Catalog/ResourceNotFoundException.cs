namespace GrpcRefresh.Server.Catalog;

/// <summary>Nothing has the name that was asked for. What is near it is not for everybody, so whoever asked decides what to tell.</summary>
internal sealed class ResourceNotFoundException(WantedResource wanted, IReadOnlyList<CatalogItem> near) : Exception($"There is no {wanted}.")
{
    public WantedResource Wanted { get; } = wanted;

    public IReadOnlyList<CatalogItem> Near { get; } = near;
}
