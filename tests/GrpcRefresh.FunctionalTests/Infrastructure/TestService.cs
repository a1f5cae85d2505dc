using Grpc.Net.Client;
using GrpcRefresh.Server;
using GrpcRefresh.Simulation;
using GrpcRefresh.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrpcRefresh.FunctionalTests.Infrastructure;

/// <summary>The whole service on a free port, with a simulated Tableau of its own.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-functional-");
    private readonly Dictionary<string, string?> _settings;
    private readonly TimeProvider _time;
    private WebApplication _app;

    private TestService(TableauSimulator tableau, Action<Dictionary<string, string?>>? settings, string pat, TimeProvider time)
    {
        (Tableau, _time) = (tableau, time);
        Url = new Uri($"http://127.0.0.1:{Ports.Free()}");
        _settings = ServiceSettings.For(tableau.Url, $"http://{Url.Authority}", _folder.FullName, pat);
        settings?.Invoke(_settings);
        _app = Build();
        Channel = GrpcChannel.ForAddress(Url);
    }

    /// <summary>Where the service keeps everything.</summary>
    public string Folder => _folder.FullName;

    public TableauSimulator Tableau { get; }

    public Uri Url { get; }

    /// <summary>The path of its database.</summary>
    public string Database => _settings["GrpcRefresh:Storage:Sqlite"]!;

    public GrpcChannel Channel { get; }

    /// <summary>What the service logged as an error; a test that expects none asserts that it is empty.</summary>
    public ErrorLog Errors { get; } = new();

    /// <summary>The service's own parts, for what no call can do.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>What the service has in addition from its next start on.</summary>
    public Action<IServiceCollection> AlsoAtStart { get; set; } = _ => { };

    public RefreshService.RefreshServiceClient Refreshes => new(Channel);

    public JobService.JobServiceClient Jobs => new(Channel);

    public CredentialService.CredentialServiceClient Credentials => new(Channel);

    /// <param name="tableau">The simulator's options; its clock becomes the service's too.</param>
    public static async Task<TestService> StartAsync(
        TableauSimulatorOptions? tableau = null, Action<Dictionary<string, string?>>? settings = null, string pat = "demo")
    {
        tableau ??= new TableauSimulatorOptions { JobDuration = TimeSpan.FromMilliseconds(300), Backgrounders = 300 };
        return await OfAsync(await TableauSimulator.StartAsync(tableau), settings, pat, tableau.Time);
    }

    /// <summary>A service for a Tableau that is there already; it stops with the service.</summary>
    public static async Task<TestService> OfAsync(
        TableauSimulator tableau, Action<Dictionary<string, string?>>? settings = null, string pat = "demo", TimeProvider? time = null)
    {
        var service = new TestService(tableau, settings, pat, time ?? TimeProvider.System);
        await service._app.StartAsync();
        return service;
    }

    /// <summary>Ends every run in Tableau that is active now.</summary>
    public void EndRuns()
    {
        foreach (var run in Tableau.World.Jobs.Where(run => run.FinishCode is null))
        {
            Tableau.World.ChangeJob(run.Luid, duration: TimeSpan.Zero);
        }
    }

    /// <summary>Changes what it is configured with from its next start on.</summary>
    public void Configure(Action<Dictionary<string, string?>> settings) => settings(_settings);

    /// <summary>Stops the service in an orderly way and starts it anew on the same database and port.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        _app = Build();
        await _app.StartAsync();
    }

    public async Task StopAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await StopAsync();
        await Tableau.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private WebApplication Build() => ServerHost.Build([], builder =>
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Errors);
        builder.Services.AddSingleton(_time);
        AlsoAtStart(builder.Services);
        builder.Configuration.AddInMemoryCollection(_settings);
    });
}
