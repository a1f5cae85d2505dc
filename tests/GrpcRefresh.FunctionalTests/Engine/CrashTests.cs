using Grpc.Core;
using Grpc.Net.Client;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Engine;

public sealed class CrashTests : IAsyncLifetime
{
    private const int Count = 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-crash-");
    private TableauSimulator _tableau = null!;
    private GrpcChannel _channel = null!;
    private Dictionary<string, string?> _settings = null!;

    public async Task InitializeAsync()
    {
        _tableau = await TableauSimulator.StartAsync(new TableauSimulatorOptions
        {
            Datasources = Count,
            Backgrounders = Count,
            JobDuration = TimeSpan.FromSeconds(2),
        });
        var listen = $"http://127.0.0.1:{Ports.Free()}";
        _settings = ServiceSettings.For(_tableau.Url, listen, _folder.FullName);
        _channel = GrpcChannel.ForAddress(listen);
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _tableau.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Count / 2)]
    [InlineData(Count)]
    public async Task A_killed_service_takes_up_its_jobs_again_and_posts_none_twice(int postsBeforeTheKill)
    {
        // Every third run fails, so that an outcome cannot be guessed.
        var failing = _tableau.World.Items.Where(item => item.Name.StartsWith("Datasource ", StringComparison.Ordinal)).Where((_, i) => i % 3 == 0).ToList();
        failing.ForEach(item => _tableau.World.ChangeItem(item.Luid, current => current with { NextOutcome = Simulation.Jobs.JobOutcome.Failed }));
        _tableau.Settings.Latency = TimeSpan.FromMilliseconds(20);
        List<string> accepted;
        await using (var first = await ServiceProcess.StartAsync(_settings, _channel))
        {
            var refreshes = new RefreshService.RefreshServiceClient(_channel);
            var answers = await Task.WhenAll(Enumerable.Range(1, Count).Select(async number =>
                await refreshes.RefreshResourceAsync(new RefreshResourceRequest { Resource = CallExtensions.Datasource($"Datasource {number:0000}", "Load") })));
            accepted = [.. answers.Select(answer => answer.Job.JobId)];
            await PostedAsync(postsBeforeTheKill);
            await first.KillAsync();
        }

        await using var second = await ServiceProcess.StartAsync(_settings, _channel);
        var jobs = new JobService.JobServiceClient(_channel);
        var ends = await Task.WhenAll(accepted.Select(jobId => EndAsync(jobs, jobId)));

        var runs = _tableau.World.Jobs.ToLookup(run => run.ItemName);
        Assert.All(ends, job =>
        {
            var run = Assert.Single(runs[job.Resource.Name]);
            Assert.Equal(run.Luid, job.TableauJobId);
            Assert.Equal(run.FinishCode == 0 ? JobState.Succeeded : JobState.Failed, job.State);
        });
        Assert.Equal(failing.Count, ends.Count(job => job.State == JobState.Failed));
    }

    [Fact]
    public async Task A_service_told_to_stop_sends_its_watchers_away_and_loses_nothing()
    {
        Job job;
        await using (var first = await ServiceProcess.StartAsync(_settings, _channel))
        {
            var refreshes = new RefreshService.RefreshServiceClient(_channel);
            job = (await refreshes.RefreshResourceAsync(new RefreshResourceRequest { Resource = CallExtensions.Datasource("Datasource 0001", "Load") })).Job;
            await PostedAsync(1);
            using var watch = new JobService.JobServiceClient(_channel).WatchJob(new WatchJobRequest { JobId = job.JobId });
            await watch.ResponseStream.MoveNext(CancellationToken.None);

            var stopped = first.TerminateAsync();

            var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            {
                while (await watch.ResponseStream.MoveNext(CancellationToken.None))
                {
                }
            });
            Assert.Equal("SERVICE_DRAINING", refused.Info().Reason);
            Assert.Equal(0, await stopped);
        }

        await using var second = await ServiceProcess.StartAsync(_settings, _channel);

        Assert.Equal(JobState.Succeeded, (await EndAsync(new JobService.JobServiceClient(_channel), job.JobId)).State);
        Assert.Single(_tableau.World.Jobs);
    }

    /// <summary>Waits on the simulator's side, so that the kill falls into the midst of the POSTs.</summary>
    private async Task PostedAsync(int count)
    {
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        while (_tableau.World.Jobs.Count < count)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task<Job> EndAsync(JobService.JobServiceClient jobs, string jobId)
    {
        using var call = jobs.WatchJob(new WatchJobRequest { JobId = jobId }, deadline: DateTime.UtcNow + CallExtensions.Patience);
        Job? last = null;
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            last = call.ResponseStream.Current.Job ?? last;
        }

        return last!;
    }
}
