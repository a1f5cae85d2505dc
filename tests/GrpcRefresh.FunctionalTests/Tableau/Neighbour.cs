using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Simulation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcRefresh.FunctionalTests.Tableau;

/// <summary>The Tableau neighbour and the catalogue, composed as in the service, over real sockets to a simulator.</summary>
internal sealed class Neighbour : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Neighbour(TableauSimulator simulator, Dictionary<string, string?> more)
    {
        const string Server = "GrpcRefresh:Tableau:Servers:default";
        Simulator = simulator;
        var settings = new Dictionary<string, string?>
        {
            [$"{Server}:Url"] = simulator.Url.ToString(),
            [$"{Server}:Sites:0:Credential:PatName"] = "demo",
            [$"{Server}:Sites:0:Credential:PatSecret"] = "demo-secret",
            [$"{Server}:Sites:1:ContentUrl"] = "marketing",
            [$"{Server}:Sites:1:Credential:PatName"] = "marketing",
            [$"{Server}:Sites:1:Credential:PatSecret"] = "marketing-secret",
        };
        foreach (var (key, value) in more)
        {
            settings[$"{Server}:{key}"] = value;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        _services = new ServiceCollection().AddLogging().AddSingleton(new Drain(default)).AddTableau(configuration).AddSnowflake(configuration).AddCatalog(configuration).BuildServiceProvider();
    }

    public TableauSimulator Simulator { get; }

    public TableauSites Sites => _services.GetRequiredService<TableauSites>();

    public TableauSite Default => Sites.Get(new("default", ""));

    public TableauSite Marketing => Sites.Get(new("default", "marketing"));

    public ResourceCatalog Catalog => _services.GetRequiredService<ResourceCatalog>();

    public ConnectionInventory Inventory => _services.GetRequiredService<ConnectionInventory>();

    public static async Task<Neighbour> StartAsync(Action<TableauSimulatorOptions>? configure = null, Dictionary<string, string?>? settings = null)
    {
        var options = new TableauSimulatorOptions { JobDuration = TimeSpan.Zero };
        configure?.Invoke(options);
        return new Neighbour(await TableauSimulator.StartAsync(options), settings ?? []);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Simulator.DisposeAsync();
    }
}
