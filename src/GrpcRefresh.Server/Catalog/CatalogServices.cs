using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Catalog.Mapping;
using GrpcRefresh.Server.Telemetry;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Catalog;

internal static class CatalogServices
{
    /// <summary>
    /// Adds <see cref="ResourceCatalog"/>, <see cref="ConnectionInventory"/> and <see cref="SyncDesk"/>. They ask Tableau and Snowflake, so those neighbours must be added too.
    /// </summary>
    public static IServiceCollection AddCatalog(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CatalogOptions>().Bind(configuration.GetSection(CatalogOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<CatalogOptions>, CatalogOptionsValidator>();
        services.AddMeasures();
        services.AddSingleton<MappingTable>().AddSingleton<MappingWriter>().AddSingleton<CatalogSync>().AddSingleton<SyncDesk>();
        services.AddHostedService<SyncSchedule>();
        services.AddHostedService<MappingPreload>();
        return services.AddSingleton<ResourceCatalog>().AddSingleton<ScopedCatalog>().AddSingleton<ConnectionInventory>().AddSingleton<ConnectionListing>();
    }
}
