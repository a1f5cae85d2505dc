using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
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

    // A service that has run for a while has compiled its hot paths; one that has just started has not.
    private const int WarmUpEvents = 30;
    /// <summary>WatchJob for a client that does the least: both sides share two cores here, and the server is what is measured.</summary>
    private static readonly Method<WatchJobRequest, object> Unread = new(
        MethodType.ServerStreaming,
        JobService.Descriptor.FullName,
        "WatchJob",
        Marshallers.Create<WatchJobRequest>(request => request.ToByteArray(), bytes => WatchJobRequest.Parser.ParseFrom(bytes)),
        Marshallers.Create<object>(_ => [], _ => Unread!));

    // Every message counts as an event here, so none may come of silence.
    private static readonly Duration Silence = Duration.FromTimeSpan(TimeSpan.FromSeconds(60));

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
        var arrivals = new Arrivals(Count, WarmUpEvents + Events);
        using var leaving = new CancellationTokenSource();
        var watches = Enumerable.Range(0, Count)
            .Select(number => WatchAsync(channels[number % Connections], job.JobId, arrivals, leaving.Token))
            .ToList();
        await arrivals.AllAsync(0);
        var (quiet, busy) = (PerWatcher(), new List<double>());
        double PerWatcher() => (service.ResidentBytes - before) / 1024.0 / Count;

        var commits = new List<DateTimeOffset>();
        for (var number = 1; number <= WarmUpEvents + Events; number++)
        {
            // Each join is a change of the job, and so an event to every watcher.
            commits.Add((await refreshes.RefreshResourceAsync(request)).Job.UpdateTime.ToDateTimeOffset());
            await arrivals.AllAsync(number);
            busy.Add(PerWatcher());
        }

        await leaving.CancelAsync();
        await Task.WhenAll(watches);
        channels.ForEach(channel => channel.Dispose());
        var samples = new Samples(commits.Index().Skip(WarmUpEvents)
            .SelectMany(commit => arrivals.Of(commit.Index + 1).Select(arrival => (arrival - commit.Item).TotalMilliseconds)));
        return
        [
            new Row(
                $"{Count:N0} watchers, {Events} events after {WarmUpEvents} to warm up: commit to watcher, p50 / p99 / last",
                $"{Samples.Number(samples.At(0.5), "0")} / {Samples.Number(samples.At(0.99), "0")} / {Samples.Number(samples.Max, "0")} ms",
                Target: $"p99 ≤ {TargetMs} ms",
                Met: samples.At(0.99) <= TargetMs),
            new Row(
                $"{Count:N0} watchers: resident memory of the server for each, once all watch",
                $"{Samples.Number(quiet, "0.0")} KB",
                Target: $"≤ {TargetKb} KB",
                Met: quiet <= TargetKb),
            new Row(
                "the same, while they are told events (median)",
                $"{Samples.Number(Samples.Median(busy), "0.0")} KB"),
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

    private static async Task WatchAsync(GrpcChannel channel, string jobId, Arrivals arrivals, CancellationToken leave)
    {
        using var watch = channel.CreateCallInvoker().AsyncServerStreamingCall(
            Unread, null, new CallOptions(cancellationToken: leave), new WatchJobRequest { JobId = jobId, Heartbeat = Silence });
        try
        {
            for (var number = 0; await watch.ResponseStream.MoveNext(leave); number++)
            {
                arrivals.Note(number);
            }
        }
        catch (Exception e) when (leave.IsCancellationRequested && e is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
            // Leaving, as told.
        }
    }
}
