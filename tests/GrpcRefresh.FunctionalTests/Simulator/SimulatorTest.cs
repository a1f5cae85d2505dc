using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.World;
using GrpcRefresh.Testing;
using Xunit;

namespace GrpcRefresh.FunctionalTests.Simulator;

/// <summary>A simulator on a free port, with a clock that only the test moves, and plain HTTP towards it.</summary>
public abstract class SimulatorTest : IAsyncLifetime
{
    private TableauSimulator? _tableau;
    private HttpClient? _http;

    internal ManualClock Clock { get; } = new();

    protected TableauSimulator Tableau => _tableau!;

    protected HttpClient Http => _http!;

    public async Task InitializeAsync()
    {
        var options = new TableauSimulatorOptions { Time = Clock, JobDuration = TimeSpan.FromSeconds(5) };
        Configure(options);
        _tableau = await TableauSimulator.StartAsync(options);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _tableau.Url, Timeout = TimeSpan.FromSeconds(30) };
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Tableau.DisposeAsync();
    }

    protected virtual void Configure(TableauSimulatorOptions options)
    {
    }

    internal Task<Caller> SignInAsync(string pat = "demo", string site = "", string version = "3.27") => Caller.SignInAsync(Http, pat, site, version);

    protected ContentItem Item(string path, ContentKind? kind = null) => Tableau.World.Item(path, kind: kind);

    /// <summary>Lets the time of a whole job pass.</summary>
    protected void LetJobsEnd() => Clock.Advance(Tableau.Settings.JobDuration);
}
