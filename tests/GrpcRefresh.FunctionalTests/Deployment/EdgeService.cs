using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcRefresh.FunctionalTests.Callers;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;

namespace GrpcRefresh.FunctionalTests.Deployment;

/// <summary>A service behind an nginx, and a caller with a key in front.</summary>
internal sealed class EdgeService : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-edge-");

    private EdgeService()
    {
    }

    public TestService Service { get; private set; } = null!;

    public NginxEdge Edge { get; private set; } = null!;

    public string Key { get; private set; } = "";

    public static async Task<EdgeService> StartAsync(TimeSpan jobs)
    {
        var all = new EdgeService();
        var (database, gateway) = (Path.Combine(all._folder.FullName, "grpcrefresh.db"), Ports.Free());
        var made = await ServerVerb.RunAsync(database, "key", "create", "--name", "edge", "--role", "admin");
        Assert.True(made.ExitCode == 0, made.Errors);
        all.Key = Assert.Single(made.Lines);
        all.Service = await TestService.StartAsync(new TableauSimulatorOptions { JobDuration = jobs }, settings =>
        {
            settings["GrpcRefresh:Storage:Sqlite"] = database;
            settings["GrpcRefresh:Gateway:Listen"] = $"http://127.0.0.1:{gateway}";
            settings["GrpcRefresh:Proxy:TerminatesTls"] = "true";
            settings["GrpcRefresh:Proxy:Networks:0"] = "127.0.0.1";
        });
        all.Edge = await NginxEdge.StartAsync(
            "deploy/nginx/upstreams.conf", ("127.0.0.1:5400", $"127.0.0.1:{all.Service.Url.Port}"), ("127.0.0.1:5480", $"127.0.0.1:{gateway}"));
        return all;
    }

    public CallOptions WithKey => CallerCalls.With(Key);

    public GrpcChannel Connect(IPAddress? from = null) => GrpcChannel.ForAddress(Edge.Rpc, new GrpcChannelOptions { HttpHandler = Edge.Handler(from), DisposeHttpClient = true });

    public HttpClient Browse(Version version)
    {
        var http = new HttpClient(Edge.Handler())
        {
            BaseAddress = Edge.Gateway,
            Timeout = CallExtensions.Patience,
            DefaultRequestVersion = version,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        await Edge.DisposeAsync();
        await Service.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
