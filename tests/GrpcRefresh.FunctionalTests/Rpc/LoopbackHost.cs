using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using GrpcRefresh.FunctionalTests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrpcRefresh.FunctionalTests.Rpc;

/// <summary>A service on a free loopback port, and a channel to it.</summary>
internal sealed class LoopbackHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo? _folder;
    private IReadOnlyList<string> _announced = [];

    private LoopbackHost(WebApplication app, ErrorLog errors, DirectoryInfo? folder = null)
    {
        _app = app;
        _folder = folder;
        Errors = errors;
        Channel = GrpcChannel.ForAddress(app.Urls.Single());
    }

    public GrpcChannel Channel { get; }

    public ErrorLog Errors { get; }

    public IEnumerable<string> MappedServices => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.ServiceName)
        .OfType<string>()
        .Distinct();

    /// <summary>The whole service, with a Tableau that nobody answers for.</summary>
    public static Task<LoopbackHost> StartServiceAsync(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("grpcrefresh-");
        string[] args =
        [
            "--GrpcRefresh:Rpc:Listen=http://127.0.0.1:0",
            "--GrpcRefresh:Gateway:Listen=",
            $"--GrpcRefresh:Storage:Sqlite={Path.Combine(folder.FullName, "jobs.db")}",
            "--GrpcRefresh:Tableau:Servers:default:Url=http://127.0.0.1:1",
            "--GrpcRefresh:Tableau:Servers:default:Sites:0:ContentUrl=",
            "--GrpcRefresh:Tableau:Servers:default:Sites:0:Credential:PatName=demo",
            "--GrpcRefresh:Tableau:Servers:default:Sites:0:Credential:PatSecret=demo-secret",
            .. settings,
        ];
        var errors = new ErrorLog();
        return StartAsync(Server.ServerHost.Build(args, builder => Quiet(builder, errors)), errors, folder);
    }

    /// <summary>Our errors and bounds around services of a test.</summary>
    public static Task<LoopbackHost> StartAsync<TService>(TService service)
        where TService : class
    {
        var errors = new ErrorLog();
        var builder = WebApplication.CreateSlimBuilder(["--GrpcRefresh:Rpc:Listen=http://127.0.0.1:0"]);
        Quiet(builder, errors);
        Server.Rpc.RpcServices.AddRpc(builder.Services, builder.Configuration);
        builder.Services.AddSingleton(service);
        var app = builder.Build();
        app.Use((context, next) =>
        {
            // In the place of the doorkeeper, who needs the whole service.
            context.Features.Set(new Server.Callers.CallerFeature(Server.Security.Caller.Anonymous("127.0.0.1")));
            return next(context);
        });
        app.MapGrpcService<TService>();
        return StartAsync(app, errors, null);
    }

    /// <summary>The one error that the test is about; any other fails it.</summary>
    public string AnnouncedError()
    {
        _announced = [.. Errors.Entries];
        return Assert.Single(_announced);
    }

    /// <summary>What SIGTERM does. Ends when the last call has.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await StopAsync().SoonAsync();
        await _app.DisposeAsync();
        _folder?.Delete(recursive: true);
        Assert.Empty(Errors.Entries.Except(_announced));
    }

    private static async Task<LoopbackHost> StartAsync(WebApplication app, ErrorLog errors, DirectoryInfo? folder)
    {
        await app.StartAsync();
        return new LoopbackHost(app, errors, folder);
    }

    private static void Quiet(WebApplicationBuilder builder, ErrorLog errors)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(errors);
    }
}
