using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcRefresh.Simulation;
using GrpcRefresh.V1;

namespace GrpcRefresh.Bench;

/// <summary>Ten thousand watchers of one job: how long an event takes to each, and what a watcher costs the server.</summary>
internal static class Watchers
{
    private const int Count = 10_000;
    private const int Connections = 20;
    private const int Events = 20;
    private const double TargetMs = 250;
    private const double TargetKb = 12;

    public static async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        await using var tableau = await TableauSimulator.StartAsync(new TableauSimulatorOptions { JobDuration = TimeSpan.FromHours(1) });
        using var bed = new Bed();
        var listen = $"http://127.0.0.1:{Bed.FreePort()}";
        using var service = await ServiceProcess.StartAsync(bed.Settings(tableau.Url, listen), listen);
        using var caller = GrpcChannel.ForAddress(listen);
        var refreshes = new RefreshService.RefreshServiceClient(caller);
        var request = new RefreshResourceRequest
        {
            Resource = new ResourceRef { Type = ResourceType.Datasource, Path = new ResourcePath { ProjectPath = { "Sales" }, Name = "Orders" } },
            Freshness = Freshness.JoinActive,
        };
        var job = (await refreshes.RefreshResourceAsync(request)).Job;
        await RunningAsync(caller, job.JobId);
        // The same calls as below, so that what they cost once is not laid at the watchers' door.
        for (var warmUp = 0; warmUp < Events; warmUp++)
        {
            await refreshes.RefreshResourceAsync(request);
        }

        var before = service.ResidentBytes;
        var channels = Enumerable.Range(0, Connections).Select(_ => GrpcChannel.ForAddress(listen)).ToList();
        var delays = new ConcurrentBag<double>();
        var ready = new CountdownEvent(Count);
        using var leaving = new CancellationTokenSource();
        var watches = Enumerable.Range(0, Count)
            .Select(number => WatchAsync(channels[number % Connections], job.JobId, ready, delays, leaving.Token))
            .ToList();
        await Task.Run(ready.Wait);
        var perWatcher = (service.ResidentBytes - before) / 1024.0 / Count;

        var lasts = new List<double>();
        for (var number = 1; number <= Events; number++)
        {
            // Each join is a change of the job, and so an event to every watcher.
            await refreshes.RefreshResourceAsync(request);
            while (delays.Count < number * Count)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10));
            }
        }

        await leaving.CancelAsync();
        await Task.WhenAll(watches);
        channels.ForEach(channel => channel.Dispose());
        var samples = new Samples(delays);
        return
        [
            new Row(
                $"{Count:N0} watchers, {Events} events: commit to watcher, p50 / p99 / last",
                $"{Samples.Number(samples.At(0.5), "0")} / {Samples.Number(samples.At(0.99), "0")} / {Samples.Number(samples.Max, "0")} ms",
                Target: $"p99 ≤ {TargetMs} ms",
                Met: samples.At(0.99) <= TargetMs),
            new Row(
                $"{Count:N0} watchers: resident memory of the server for each",
                $"{Samples.Number(perWatcher, "0.0")} KB",
                Target: $"≤ {TargetKb} KB",
                Met: perWatcher <= TargetKb),
        ];
    }

    private static async Task RunningAsync(GrpcChannel channel, string jobId)
    {
        using var watch = new JobService.JobServiceClient(channel).WatchJob(new WatchJobRequest { JobId = jobId });
        await foreach (var happened in watch.ResponseStream.ReadAllAsync())
        {
            if (happened.Job?.State == JobState.Running)
            {
                return;
            }
        }
    }

    private static async Task WatchAsync(GrpcChannel channel, string jobId, CountdownEvent ready, ConcurrentBag<double> delays, CancellationToken leave)
    {
        using var watch = new JobService.JobServiceClient(channel).WatchJob(new WatchJobRequest { JobId = jobId }, cancellationToken: leave);
        try
        {
            await foreach (var happened in watch.ResponseStream.ReadAllAsync(leave))
            {
                if (happened.Event == WatchEvent.Snapshot)
                {
                    ready.Signal();
                }
                else if (happened.Event == WatchEvent.Update)
                {
                    delays.Add((DateTimeOffset.UtcNow - happened.Job.UpdateTime.ToDateTimeOffset()).TotalMilliseconds);
                }
            }
        }
        catch (Exception e) when (leave.IsCancellationRequested && e is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
            // Leaving, as told.
        }
    }
}
