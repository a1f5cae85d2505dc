using System.Net;
using System.Net.Sockets;
using GrpcRefresh.Server;
using GrpcRefresh.Simulation;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrpcRefresh.Demo;

/// <summary>A simulated Tableau, a simulated Snowflake and the real service in one process, with their data in a temporary folder.</summary>
internal sealed class DemoHost : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly WebApplication _service;

    private DemoHost(TableauSimulator tableau, DemoSnowflake snowflake, WebApplication service, Uri url, Uri gateway, DirectoryInfo folder)
    {
        (Tableau, Snowflake, _service, Url, Gateway, _folder) = (tableau, snowflake, service, url, gateway, folder);
    }

    public TableauSimulator Tableau { get; }

    public DemoSnowflake Snowflake { get; }

    /// <summary>Where the service listens for gRPC.</summary>
    public Uri Url { get; }

    /// <summary>Where it listens for JSON over HTTP.</summary>
    public Uri Gateway { get; }

    public static async Task<DemoHost> StartAsync(DemoArguments arguments)
    {
        var folder = Directory.CreateTempSubdirectory("grpcrefresh-demo-");
        var snowflake = await DemoSnowflake.StartAsync(arguments.SnowflakePort);
        var simulated = new TableauSimulatorOptions { Port = arguments.SimulatorPort, JobDuration = TimeSpan.FromSeconds(4) };
        snowflake.Judge(simulated);
        var tableau = await TableauSimulator.StartAsync(simulated);
        snowflake.Furnish(tableau);
        var (url, gateway) = (Local(arguments.ServicePort), Local(arguments.GatewayPort));
        var service = ServerHost.Build([], builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            builder.Configuration.AddInMemoryCollection([.. Settings(tableau.Url, url, gateway, folder.FullName), .. snowflake.Settings(folder.FullName)]);
        });
        await service.StartAsync();
        return new DemoHost(tableau, snowflake, service, url, gateway, folder);
    }

    public Task StoppedAsync() => _service.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _service.StopAsync();
        await _service.DisposeAsync();
        await Tableau.DisposeAsync();
        await Snowflake.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static Dictionary<string, string?> Settings(Uri tableau, Uri service, Uri gateway, string folder) => new()
    {
        ["GrpcRefresh:Rpc:Listen"] = $"{service.Scheme}://{service.Authority}",
        ["GrpcRefresh:Gateway:Listen"] = $"{gateway.Scheme}://{gateway.Authority}",
        ["GrpcRefresh:Storage:Sqlite"] = Path.Combine(folder, "grpcrefresh.db"),
        ["GrpcRefresh:Tableau:Servers:default:Url"] = tableau.ToString(),
        ["GrpcRefresh:Tableau:Servers:default:Sites:0:ContentUrl"] = "",
        ["GrpcRefresh:Tableau:Servers:default:Sites:0:Credential:PatName"] = "demo",
        ["GrpcRefresh:Tableau:Servers:default:Sites:0:Credential:PatSecret"] = "demo-secret",
    };

    private static Uri Local(int port) => new($"http://127.0.0.1:{(port == 0 ? FreePort() : port)}");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
