namespace GrpcRefresh.Server.Catalog;

/// <summary>Knows what names of content mean, as far as one place tells.</summary>
internal interface INameSource
{
    /// <exception cref="ResourceNotFoundException">It knows nothing of that name: the next source is asked.</exception>
    /// <exception cref="Tableau.TableauException">It knows of nothing but what Tableau forbids the service's account: the next source is asked.</exception>
    /// <exception cref="ResourceAmbiguousException">It knows several of them.</exception>
    Task<CatalogItem> FindAsync(WantedResource wanted, ResourceNamePath path, CancellationToken ct);
}
