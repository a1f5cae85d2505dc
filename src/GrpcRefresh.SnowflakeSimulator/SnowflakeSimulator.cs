using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using GrpcRefresh.SnowflakeSimulation.Api;
using GrpcRefresh.SnowflakeSimulation.Control;
using GrpcRefresh.SnowflakeSimulation.Faults;
using GrpcRefresh.SnowflakeSimulation.Hosting;
using GrpcRefresh.SnowflakeSimulation.World;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GrpcRefresh.SnowflakeSimulation;

/// <summary>A small Snowflake on a loopback port: its SQL API, and what a token is good for. Disposing stops it at once.</summary>
public sealed class SnowflakeSimulator : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SnowflakeSimulator(WebApplication app, SnowflakeWorld world, Func<string, Func<Task>, CancellationToken, Task>? around)
    {
        (_app, World) = (app, world);
        var pipeline = new SqlApiPipeline(world, Requests, Faults, around ?? ((_, effect, _) => effect()));
        _app.Use((context, next) => context.Request.Path.StartsWithSegments("/_sim", StringComparison.Ordinal)
            ? ControlErrors.GuardAsync(context, next)
            : pipeline.HandleAsync(context));
        _app.UseRouting();
        _app.MapControl(this);
    }

    /// <summary>Where it listens: <c>http://127.0.0.1:{port}</c>.</summary>
    public Uri Url => new(_app.Urls.First());

    /// <summary>Users, tokens, warehouses, tables and histories.</summary>
    public SnowflakeWorld World { get; }

    /// <summary>What can be turned while it runs.</summary>
    public SimulatorSettings Settings => World.Settings;

    /// <summary>The faults in force.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>How often each route was asked.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>Starts a simulator and answers once it listens.</summary>
    public static async Task<SnowflakeSimulator> StartAsync(SnowflakeSimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SnowflakeSimulatorOptions();
        var world = new SnowflakeWorld(options.Account, options.Time);
        if (options.Seeded)
        {
            Seed.Plant(world);
        }

        var simulator = new SnowflakeSimulator(Build(options.Port), world, options.Around);
        await simulator._app.StartAsync(cancellationToken);
        return simulator;
    }

    /// <summary>Stops listening; requests under way are cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        ((IDisposable)World).Dispose();
    }

    private static WebApplication Build(int port)
    {
        // Empty: neither settings files nor the environment of the hosting process may change it.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
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
