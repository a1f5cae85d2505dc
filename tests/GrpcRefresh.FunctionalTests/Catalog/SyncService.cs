using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Server.Catalog.Mapping;
using GrpcRefresh.Simulation;
using GrpcRefresh.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GrpcRefresh.FunctionalTests.Catalog;

/// <summary>A service for both sites of the simulated Tableau, with a mapping table in a simulated Snowflake.</summary>
internal sealed class SyncService(TestService service, MappingSnowflake snowflake) : IAsyncDisposable
{
    public TestService Service => service;

    public MappingSnowflake Snowflake => snowflake;

    public TableauSimulator Tableau => service.Tableau;

    public static async Task<SyncService> StartAsync(
        TableauSimulatorOptions? tableau = null, Action<Dictionary<string, string?>>? settings = null, bool migrated = true, string sources = "", bool bothSites = true, TimeProvider? snowflakeTime = null,
        Action<MappingSnowflake>? before = null)
    {
        var snowflake = await MappingSnowflake.StartAsync(migrated, snowflakeTime);
        before?.Invoke(snowflake);
        var service = await TestService.StartAsync(tableau, all =>
        {
            snowflake.Configure(all);
            foreach (var (i, source) in sources.Split(' ', StringSplitOptions.RemoveEmptyEntries).Index())
            {
                all[$"GrpcRefresh:Catalog:Sources:{i}"] = source;
            }

            if (bothSites)
            {
                all["GrpcRefresh:Tableau:Servers:default:Sites:1:ContentUrl"] = "marketing";
                all["GrpcRefresh:Tableau:Servers:default:Sites:1:Credential:PatName"] = "marketing";
                all["GrpcRefresh:Tableau:Servers:default:Sites:1:Credential:PatSecret"] = "marketing-secret";
            }

            settings?.Invoke(all);
        });
        // Whatever a test changes afterwards comes after the reading at the start.
        await service.Services.GetServices<IHostedService>().OfType<MappingPreload>().Single().ExecuteTask!.WaitAsync(CallExtensions.Patience);
        return new SyncService(service, snowflake);
    }

    public async Task<IReadOnlyList<SyncedSite>> SyncAsync(SyncCatalogRequest? request = null) =>
        (await service.Refreshes.SyncCatalogAsync(request ?? new SyncCatalogRequest(), deadline: DateTime.UtcNow + CallExtensions.Patience)).Sites;

    /// <summary>Of the Default site alone.</summary>
    public async Task<SyncedSite> SyncDefaultAsync() => Assert.Single(await SyncAsync(new SyncCatalogRequest { Sites = { "" } }));

    /// <summary>A row as a user of the recipe writes it, and as the service sees it once its copy is old.</summary>
    public async Task WriteByHandAsync(string type, string name, string project, string site, string luid)
    {
        await snowflake.WriteByHandAsync(type, name, project, site, luid);
        service.Services.GetRequiredService<MappingTable>().Outdate();
    }

    public async Task<Resource> ResolveAsync(ResourceRef resource) =>
        (await service.Refreshes.ResolveResourceAsync(new ResolveResourceRequest { Resource = resource }, deadline: DateTime.UtcNow + CallExtensions.Patience)).Resource;

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        await snowflake.DisposeAsync();
    }
}
