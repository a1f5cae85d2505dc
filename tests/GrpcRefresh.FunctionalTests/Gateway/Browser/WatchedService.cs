using Grpc.Core;
using Grpc.Net.Client;
using GrpcRefresh.FunctionalTests.Callers;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.V1;
using Microsoft.AspNetCore.Builder;

namespace GrpcRefresh.FunctionalTests.Gateway.Browser;

/// <summary>A service that is started and stopped as a process, with a Tableau that runs one job at a time, and the page at an origin that may call.</summary>
internal sealed class WatchedService : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-browser-");
    private readonly TableauSimulator _tableau;
    private readonly Dictionary<string, string?> _settings;
    private readonly GrpcChannel _channel;
    private ServiceProcess? _process;
    private WebApplication? _page;

    private WatchedService(TableauSimulator tableau)
    {
        _tableau = tableau;
        var listen = $"http://127.0.0.1:{Ports.Free()}";
        _settings = ServiceSettings.For(tableau.Url, listen, _folder.FullName);
        _settings["GrpcRefresh:Gateway:AllowedOrigins:0"] = Origin.GetLeftPart(UriPartial.Authority);
        _channel = GrpcChannel.ForAddress(listen);
    }

    public Uri Gateway { get; } = new($"http://127.0.0.1:{Ports.Free()}");

    public Uri Origin { get; } = new($"http://127.0.0.1:{Ports.Free()}");

    /// <summary>The only caller's; null while there is none.</summary>
    public string? Key { get; private set; }

    private JobService.JobServiceClient Jobs => new(_channel);

    public static async Task<WatchedService> OpenAsync(bool withKey)
    {
        var service = new WatchedService(await TableauSimulator.StartAsync(
            new TableauSimulatorOptions { Datasources = 2, Backgrounders = 1, JobDuration = TimeSpan.FromMinutes(30) }));
        service._page = await WatchPage.ServeAsync(service.Origin);
        service.Key = withKey ? await service.NewKeyAsync() : null;
        await service.StartAsync();
        return service;
    }

    /// <param name="isReachable">Whether browsers can reach it as well, or only calls of the test.</param>
    public async Task StartAsync(bool isReachable = true)
    {
        _settings["GrpcRefresh:Gateway:Listen"] = isReachable ? $"http://{Gateway.Authority}" : "";
        _process = await ServiceProcess.StartAsync(_settings, _channel);
    }

    /// <summary>Stops it as an operator does, with regard for its callers.</summary>
    public async Task StopAsync()
    {
        Assert.Equal(0, await _process!.TerminateAsync());
        Assert.DoesNotContain("fail:", _process.Output, StringComparison.Ordinal);
    }

    /// <summary>Takes its life, without a word to its callers.</summary>
    public Task KillAsync() => _process!.KillAsync();

    /// <summary>Starts the refresh of a generated data source: the first one runs, the second one waits in Tableau.</summary>
    public async Task<string> RefreshAsync(int number) => (await new RefreshService.RefreshServiceClient(_channel).RefreshResourceAsync(
        new RefreshResourceRequest { Resource = CallExtensions.Datasource($"Datasource {number:0000}", "Load") }, CallerCalls.With(Key))).Job.JobId;

    /// <summary>Ends the run of a generated data source in Tableau, well.</summary>
    public void EndRun(int number) =>
        _tableau.World.ChangeJob(_tableau.World.Jobs.Single(run => run.ItemName == $"Datasource {number:0000}").Luid, duration: TimeSpan.Zero);

    /// <summary>The first event of a job in a state.</summary>
    public async Task<WatchJobResponse> UntilAsync(string jobId, JobState state)
    {
        using var call = Jobs.WatchJob(new WatchJobRequest { JobId = jobId }, CallerCalls.With(Key));
        return await call.ResponseStream.ReadAllAsync().FirstAsync(happened => happened.Job?.State == state);
    }

    /// <summary>What the service has recorded of a job after an event, to the job's end.</summary>
    public async Task<IReadOnlyList<JobNews>> EventsAsync(string jobId, string resumeToken)
    {
        using var call = Jobs.WatchJob(new WatchJobRequest { JobId = jobId, ResumeToken = resumeToken }, CallerCalls.With(Key));
        return await call.ResponseStream.ReadAllAsync().Select(JobNews.Of).ToListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await (_process?.DisposeAsync() ?? default);
        await (_page?.DisposeAsync() ?? default);
        _channel.Dispose();
        await _tableau.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<string> NewKeyAsync()
    {
        var run = await ServerVerb.RunAsync(_settings["GrpcRefresh:Storage:Sqlite"]!, "key", "create", "--name", "page", "--role", "refresher");
        Assert.True(run.ExitCode == 0, run.Errors);
        return Assert.Single(run.Lines);
    }
}
