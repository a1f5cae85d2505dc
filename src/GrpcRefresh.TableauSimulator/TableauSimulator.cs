using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using GrpcRefresh.Simulation.Control;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.Simulation.Hosting;
using GrpcRefresh.Simulation.World;
using GrpcRefresh.Simulation.World.Seed;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GrpcRefresh.Simulation;

/// <summary>A small Tableau, on a loopback port unless told otherwise. What it holds is in <see cref="World"/>; disposing stops it at once.</summary>
public sealed class TableauSimulator : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TableauSimulator(WebApplication app, TableauWorld world, Func<string, Func<Task>, CancellationToken, Task>? around)
    {
        (_app, World) = (app, world);
        var pipeline = new TableauPipeline(world, Requests, Faults, around ?? ((_, effect, _) => effect()));
        _app.Use((context, next) => context.Request.Path.StartsWithSegments("/_sim", StringComparison.Ordinal)
            ? ControlErrors.GuardAsync(context, next)
            : pipeline.HandleAsync(context));
        _app.UseRouting();
        _app.MapControl(this);
    }

    /// <summary>Where it listens: <c>http://127.0.0.1:{port}</c>.</summary>
    public Uri Url => new(_app.Urls.First());

    /// <summary>Sites, items, jobs and the little Snowflake.</summary>
    public TableauWorld World { get; }

    /// <summary>What can be turned while it runs.</summary>
    public SimulatorSettings Settings => World.Settings;

    /// <summary>The faults in force.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>How often each route was asked.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>Starts a simulator with the seeded world and answers once it listens.</summary>
    public static async Task<TableauSimulator> StartAsync(TableauSimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new TableauSimulatorOptions();
        var world = new TableauWorld(Seeds.Create(options.ToSeed()), options.ToSettings(), options.Time);
        (world.Snowflake.Elsewhere, world.Snowflake.LoggedIn) = (options.AcceptsSecret, options.LoggedIn);
        var simulator = new TableauSimulator(Build(options.Address, options.Port), world, options.Around);
        await simulator._app.StartAsync(cancellationToken);
        return simulator;
    }

    /// <summary>Stops listening; requests under way are cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        ((IDisposable)World).Dispose();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private static WebApplication Build(IPAddress address, int port)
    {
        // Empty: neither settings files nor the environment of the hosting process may change it.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(address, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddRoutingCore().AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower));
            json.SerializerOptions.WriteIndented = true;
        });
        return builder.Build();
    }
}
