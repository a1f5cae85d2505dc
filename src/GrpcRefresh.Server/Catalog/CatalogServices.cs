using GrpcRefresh.Server.Catalog.Connections;

namespace GrpcRefresh.Server.Catalog;

internal static class CatalogServices
{
    /// <summary>Adds <see cref="ResourceCatalog"/> and <see cref="ConnectionInventory"/>. They ask Tableau, so that neighbour must be added too.</summary>
    public static IServiceCollection AddCatalog(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CatalogOptions>().Bind(configuration.GetSection(CatalogOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<ResourceCatalog>().AddSingleton<ScopedCatalog>().AddSingleton<ConnectionInventory>().AddSingleton<ConnectionListing>();
    }
}
