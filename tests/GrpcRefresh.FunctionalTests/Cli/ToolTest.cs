using System.Diagnostics;
using System.Text.Json;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;

namespace GrpcRefresh.FunctionalTests.Cli;

/// <summary>The tool as a process, beside a service and with a home folder of its own.</summary>
public abstract class ToolTest : IAsyncLifetime
{
    protected const string PostRefresh = "POST /sites/{id}/datasources/{id}/refresh";

    private static readonly string[] OwnVariables =
        ["GRPCREFRESH_ADDRESS", "GRPCREFRESH_PROFILE", "GRPCREFRESH_CA_FILE", "GRPCREFRESH_KEY", "GRPCREFRESH_KEY_FILE"];

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("grpcrefresh-home-");
    private TestService? _service;

    private protected TestService Service => _service!;

    /// <summary>What every run of the tool finds in its environment.</summary>
    protected Dictionary<string, string> Variables { get; } = [];

    protected static string Dll { get; } = Checkout.Program(Path.Combine("src", "GrpcRefresh.Cli"), "grpcrefresh.dll");

    protected virtual TimeSpan JobDuration => TimeSpan.FromMilliseconds(300);

    public async Task InitializeAsync()
    {
        await PrepareAsync();
        _service = await TestService.StartAsync(new TableauSimulatorOptions { JobDuration = JobDuration, Backgrounders = 20 }, Configure);
        Variables["GRPCREFRESH_ADDRESS"] = $"http://{Service.Url.Authority}";
    }

    public async Task DisposeAsync()
    {
        await Service.DisposeAsync();
        await CleanUpAsync();
        _home.Delete(recursive: true);
    }

    private protected Task<ProgramRun> RunAsync(params IEnumerable<string> arguments) => ProgramRun.OfAsync(Start("dotnet", [Dll, .. arguments]));

    /// <summary>A command line as a shell splits it, without quotes.</summary>
    private protected Task<ProgramRun> RunAsync(string line) => RunAsync(line.Split(' '));

    protected ProcessStartInfo Start(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments);
        Array.ForEach(OwnVariables, name => start.Environment.Remove(name));
        start.Environment["XDG_CONFIG_HOME"] = _home.FullName;
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    protected void WriteProfiles(string json)
    {
        Directory.CreateDirectory(Path.Combine(_home.FullName, "grpcrefresh"));
        File.WriteAllText(Path.Combine(_home.FullName, "grpcrefresh", "config.json"), json);
    }

    private protected static List<JsonElement> Objects(ProgramRun run) => [.. run.Lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    /// <summary>Before the service starts.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>After the service has stopped.</summary>
    protected virtual Task CleanUpAsync() => Task.CompletedTask;

    /// <summary>What the service is told beyond the usual.</summary>
    protected virtual void Configure(Dictionary<string, string?> settings)
    {
    }

    protected static string Text(JsonElement element, params string[] path) => path.Aggregate(element, (at, name) => at.GetProperty(name)).GetString()!;
}
