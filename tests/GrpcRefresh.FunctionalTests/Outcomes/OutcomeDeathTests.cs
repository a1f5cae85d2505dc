using Grpc.Net.Client;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.SnowflakeSimulation.Faults;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Outcomes;

/// <summary>The real binary, killed between the end of a job and its row, and while the row is written.</summary>
public sealed class OutcomeDeathTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcomes-death");
    private readonly Dictionary<string, string?> _settings = [];
    private LogOfOutcomes _log = null!;
    private TableauSimulator _tableau = null!;
    private GrpcChannel _channel = null!;

    public async Task InitializeAsync()
    {
        _log = await LogOfOutcomes.StartAsync();
        _tableau = await TableauSimulator.StartAsync(new TableauSimulatorOptions { JobDuration = TimeSpan.FromMilliseconds(100), Backgrounders = 100 });
        var address = $"http://127.0.0.1:{Ports.Free()}";
        foreach (var (key, value) in ServiceSettings.For(_tableau.Url, address, _folder.FullName).Concat(_log.Settings))
        {
            _settings[key] = value;
        }

        _channel = GrpcChannel.ForAddress(address);
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _tableau.DisposeAsync();
        await _log.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Killed_before_the_write()
    {
        _settings["GrpcRefresh:Outcomes:Window"] = "01:00:00";
        var job = await EndAndKillAsync(() => Task.CompletedTask);
        Assert.Empty(_log.Rows());
        _settings["GrpcRefresh:Outcomes:Window"] = "00:00:01";

        await AssertOneRowAfterRestartAsync(job);
    }

    [Theory]
    [InlineData(FaultKind.Slow)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.DropReply)]
    public async Task Killed_before_the_write_has_arrived_or_after_it_is_done(FaultKind kind)
    {
        var fault = _log.Snowflake.Faults.Add(new Fault { Kind = kind, Statement = "merge into", Delay = kind == FaultKind.Slow ? TimeSpan.FromHours(1) : TimeSpan.Zero });
        var job = await EndAndKillAsync(async () =>
        {
            await fault.StruckAsync(1).WaitAsync(Patience);
            if (kind == FaultKind.DropReply)
            {
                // Its effect comes a moment after the fault has struck.
                await _log.UntilAsync(rows: 1);
            }
        });
        _log.Snowflake.Faults.Clear();

        await AssertOneRowAfterRestartAsync(job);
    }

    [Fact]
    public async Task Killed_while_the_write_runs_on_in_Snowflake()
    {
        _settings["GrpcRefresh:Snowflake:StatementTimeout"] = "00:00:16";
        (_log.Snowflake.Settings.StatementDuration, _log.Snowflake.Settings.ExecutesRunningAgain) = (TimeSpan.FromSeconds(15), true);
        // Nothing but a sign that it has arrived.
        var arrival = _log.Snowflake.Faults.Add(new Fault { Kind = FaultKind.Slow, Statement = "merge into" });
        var job = await EndAndKillAsync(() => arrival.StruckAsync(1).WaitAsync(Patience));
        _log.Snowflake.Settings.StatementDuration = TimeSpan.Zero;

        await AssertOneRowAfterRestartAsync(job);
        Assert.Equal(2, _log.Writes.Count);
        _log.AssertNoWriteBesideAnother();
    }

    private async Task<string> EndAndKillAsync(Func<Task> before)
    {
        await using var service = await ServiceProcess.StartAsync(_settings, _channel);
        var job = await RefreshAsync("Orders", "Sales");
        await before();
        await service.KillAsync();
        return job;
    }

    // The second row shows that the writer has been there.
    private async Task AssertOneRowAfterRestartAsync(string job)
    {
        await using var service = await ServiceProcess.StartAsync(_settings, _channel);
        await _log.UntilAsync(rows: 1);
        var next = await RefreshAsync("Shipments", "Operations");
        await _log.UntilAsync(rows: 2);

        Assert.Equal(new[] { job, next }.Order(), _log.Rows().Order());
        await service.TerminateAsync();
    }

    private async Task<string> RefreshAsync(string name, string project)
    {
        var deadline = DateTime.UtcNow + Patience;
        var begun = await new RefreshService.RefreshServiceClient(_channel).RefreshResourceAsync(
            new RefreshResourceRequest { Resource = Datasource(name, project), RequestId = $"{Guid.NewGuid()}" }, deadline: deadline);
        var jobs = new JobService.JobServiceClient(_channel);
        var job = begun.Job;
        while (job.EndTime is null)
        {
            job = (await jobs.WaitJobAsync(new WaitJobRequest { JobId = job.JobId }, deadline: deadline)).Job;
        }

        return job.JobId;
    }
}
