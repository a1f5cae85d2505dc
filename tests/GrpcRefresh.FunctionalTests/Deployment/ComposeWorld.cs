using System.Diagnostics;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Testing;

namespace GrpcRefresh.FunctionalTests.Deployment;

/// <summary>
/// What docker-compose.yml starts, as processes of this machine: the published programs, with the commands and settings of the file. Other than there are
/// only the addresses of containers (all this machine's), their ports (free ones) and folders (temporary ones).
/// </summary>
internal sealed class ComposeWorld : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-compose-");
    private readonly ComposeFile _compose = new();
    private readonly Dictionary<string, string> _places = [];
    private readonly List<ServiceProcess> _processes = [];
    private readonly (int Rpc, int Gateway, int Tableau) _ports = (Ports.Free(), Ports.Free(), Ports.Free());

    private ComposeWorld()
    {
    }

    public NginxEdge Edge { get; private set; } = null!;

    public string Key { get; private set; } = "";

    public static async Task<ComposeWorld> StartAsync()
    {
        var world = new ComposeWorld();
        await world.PrepareAsync();
        world.Key = await world.FirstKeyAsync();
        world.Run("simulator");
        world.Run("grpcrefresh");
        await world.HealthyAsync();
        world.Edge = await NginxEdge.StartAsync(
            "deploy/compose/upstreams.conf",
            ("grpcrefresh:5400", $"127.0.0.1:{world._ports.Rpc}"), ("grpcrefresh:5480", $"127.0.0.1:{world._ports.Gateway}"));
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        await Edge.DisposeAsync();
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task PrepareAsync()
    {
        await Published.IntoAsync("GrpcRefresh.Server", Path.Combine(_folder.FullName, "grpcrefresh"));
        await Published.IntoAsync("GrpcRefresh.TableauSimulator", Path.Combine(_folder.FullName, "simulator"));
        _places["/var/lib/grpcrefresh"] = _folder.CreateSubdirectory("data").FullName;
        _places["/run/secrets"] = _folder.CreateSubdirectory("secrets").FullName;
        PrivateAuthority.WritePrivately(Path.Combine(_places["/run/secrets"], "tableau-pat"), "demo-secret");
        _places["http://simulator:5490"] = $"http://127.0.0.1:{_ports.Tableau}";
        _places[":5400"] = $":{_ports.Rpc}";
        _places[":5480"] = $":{_ports.Gateway}";
        _places["5490"] = $"{_ports.Tableau}";
        _places["172.29.54.3"] = "127.0.0.1";
    }

    /// <summary>As the manual says, before the service has ever run.</summary>
    private async Task<string> FirstKeyAsync()
    {
        var run = await ProgramRun.OfAsync(Start("grpcrefresh", [.. Entrypoint("grpcrefresh"), "key", "create", "--name", "first", "--role", "admin"]));
        Assert.True(run.ExitCode == 0, run.Errors);
        return Assert.Single(run.Lines);
    }

    private void Run(string service)
    {
        var command = _compose.Service(service).Texts("command");
        _processes.Add(ServiceProcess.Start(Start(service, [.. Entrypoint(service), .. command.Select(Here)])));
    }

    /// <summary>Asks as docker would, until the service is healthy.</summary>
    private async Task HealthyAsync()
    {
        var test = _compose.Service("grpcrefresh").Texts("healthcheck", "test");
        Assert.Equal("CMD", test[0]);
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        while ((await ProgramRun.OfAsync(Start("grpcrefresh", [.. test.Skip(1).Select(word => Inside("grpcrefresh", word))]))).ExitCode != 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            Assert.False(_processes[^1].HasExited, _processes[^1].Errors);
        }
    }

    private IEnumerable<string> Entrypoint(string service) =>
        new Dockerfile(_compose.Service(service).Text("build", "dockerfile")).Entrypoint.Select(word => Inside(service, word));

    private ProcessStartInfo Start(string service, IReadOnlyList<string> words)
    {
        var start = new ProcessStartInfo(words[0], words.Skip(1)) { WorkingDirectory = Path.Combine(_folder.FullName, service) };
        var image = new Dockerfile(_compose.Service(service).Text("build", "dockerfile")).Environment;
        foreach (var (name, value) in image.Concat(_compose.EnvironmentOf(service)))
        {
            start.Environment[name] = Here(value);
        }

        return start;
    }

    private string Inside(string service, string word) => word.Replace("/app/", $"{Path.Combine(_folder.FullName, service)}/", StringComparison.Ordinal);

    private string Here(string text) => _places.Aggregate(text, (at, place) => at.Replace(place.Key, place.Value, StringComparison.Ordinal));
}
