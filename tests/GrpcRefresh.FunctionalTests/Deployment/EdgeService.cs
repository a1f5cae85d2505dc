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
    private TestService? _service;
    private NginxEdge? _edge;

    private EdgeService()
    {
    }

    public TestService Service => _service!;

    public NginxEdge Edge => _edge!;

    public string Key { get; private set; } = "";

    public static async Task<EdgeService> StartAsync(TimeSpan jobs)
    {
        var all = new EdgeService();
        try
        {
            await all.ComeUpAsync(jobs);
            return all;
        }
        catch
        {
            await all.DisposeAsync();
            throw;
        }
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
        if (_edge is not null)
        {
            await _edge.DisposeAsync();
        }

        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
    private async Task ComeUpAsync(TimeSpan jobs)
    {
        var (database, gateway) = (Path.Combine(_folder.FullName, "grpcrefresh.db"), Ports.Free());
        var made = await ServerVerb.RunAsync(database, "key", "create", "--name", "edge", "--role", "admin");
        Assert.True(made.ExitCode == 0, made.Errors);
        Key = Assert.Single(made.Lines);
        _service = await TestService.StartAsync(new TableauSimulatorOptions { JobDuration = jobs }, settings =>
        {
            settings["GrpcRefresh:Storage:Sqlite"] = database;
            settings["GrpcRefresh:Gateway:Listen"] = $"http://127.0.0.1:{gateway}";
            settings["GrpcRefresh:Proxy:TerminatesTls"] = "true";
            settings["GrpcRefresh:Proxy:Networks:0"] = "127.0.0.1";
        });
        _edge = await NginxEdge.StartAsync(
            "deploy/nginx/upstreams.conf", ("127.0.0.1:5400", $"127.0.0.1:{_service.Url.Port}"), ("127.0.0.1:5480", $"127.0.0.1:{gateway}"));
    }
}
