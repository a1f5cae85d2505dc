using System.Collections.Concurrent;
using System.Diagnostics;
using System.Xml.Linq;
using Grpc.Net.Client;
using GrpcRefresh.Server;
using GrpcRefresh.Simulation;
using GrpcRefresh.V1;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace GrpcRefresh.Bench;

/// <summary>
/// RefreshResource beside the floor, in turn, each over content that is known but not active: calls a second, their
/// latencies, and the time until Tableau has been asked for all of it.
/// </summary>
internal static class Throughput
{
    private const int Items = 2_000;
    private const int Callers = 32;
    private const int Rounds = 5;
    private const double Target = 0.7;

    private sealed record Run(double CallsPerSecond, double PostsPerSecond, Samples Latencies);

    public static async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        var (ours, floors) = (new List<Run>(), new List<Run>());
        for (var round = 0; round <= Rounds; round++)
        {
            var (floor, our) = (await RunAsync(floor: true), await RunAsync(floor: false));
            if (round > 0)
            {
                // The first round only warms up.
                floors.Add(floor);
                ours.Add(our);
            }
        }

        var calls = Samples.Median(ours.Zip(floors, (our, floor) => our.CallsPerSecond / floor.CallsPerSecond));
        var posts = Samples.Median(ours.Zip(floors, (our, floor) => our.PostsPerSecond / floor.PostsPerSecond));
        return
        [
            new Row(
                $"RefreshResource, {Callers} callers, {Items} pieces of content: calls a second",
                Samples.Number(Samples.Median(ours.Select(run => run.CallsPerSecond)), "0"),
                $"floor {Samples.Number(Samples.Median(floors.Select(run => run.CallsPerSecond)), "0")}",
                Samples.Number(calls),
                $"≥ {Target}",
                calls >= Target),
            new Row(
                "the same until Tableau has been asked for all: POSTs a second",
                Samples.Number(Samples.Median(ours.Select(run => run.PostsPerSecond)), "0"),
                $"floor {Samples.Number(Samples.Median(floors.Select(run => run.PostsPerSecond)), "0")}",
                Samples.Number(posts)),
            Latency("p50", 0.5, ours, floors),
            Latency("p99", 0.99, ours, floors),
        ];
    }

    private static Row Latency(string name, double quantile, List<Run> ours, List<Run> floors)
    {
        var our = Samples.Median(ours.Select(run => run.Latencies.At(quantile)));
        var floor = Samples.Median(floors.Select(run => run.Latencies.At(quantile)));
        return new Row($"the same: latency of a call, {name}", $"{Samples.Number(our)} ms", $"floor {Samples.Number(floor)} ms", Samples.Number(our / floor));
    }

    private static ResourceRef Datasource(string luid) => new() { Type = ResourceType.Datasource, Luid = luid };

    private static async Task<Run> RunAsync(bool floor)
    {
        await using var tableau = await TableauSimulator.StartAsync(new TableauSimulatorOptions
        {
            Datasources = Items,
            Backgrounders = Items,
            JobDuration = TimeSpan.FromHours(1),
        });
        using var bed = new Bed();
        var port = Bed.FreePort();
        var luids = tableau.World.Items.Where(item => item.Name.StartsWith("Datasource ", StringComparison.Ordinal)).Select(item => item.Luid).ToList();
        var app = floor ? await StartFloorAsync(tableau, port) : await StartServiceAsync(tableau, bed, port);
        await using (app)
        {
            using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
            var client = new RefreshService.RefreshServiceClient(channel);
            if (!floor)
            {
                // A resident service knows its content; the floor is told the luid and looks nothing up.
                await Parallel.ForEachAsync(luids, async (luid, ct) =>
                    await client.ResolveResourceAsync(new ResolveResourceRequest { Resource = Datasource(luid) }, cancellationToken: ct));
            }

            var (clock, latencies) = (Stopwatch.StartNew(), new ConcurrentBag<double>());
            await Parallel.ForEachAsync(luids, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (luid, ct) =>
            {
                var began = Stopwatch.GetTimestamp();
                await client.RefreshResourceAsync(new RefreshResourceRequest { Resource = Datasource(luid) }, cancellationToken: ct);
                latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            });
            var calls = clock.Elapsed;
            while (tableau.Requests["POST /sites/{id}/datasources/{id}/refresh"] < Items)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5));
            }

            var posts = clock.Elapsed;
            await app.StopAsync();
            return new Run(Items / calls.TotalSeconds, Items / posts.TotalSeconds, new Samples(latencies));
        }
    }

    private static async Task<Microsoft.AspNetCore.Builder.WebApplication> StartServiceAsync(TableauSimulator tableau, Bed bed, int port)
    {
        var app = ServerHost.Build([], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Configuration.AddInMemoryCollection(bed.Settings(tableau.Url, $"http://127.0.0.1:{port}"));
        });
        await app.StartAsync();
        return app;
    }

    private static async Task<Microsoft.AspNetCore.Builder.WebApplication> StartFloorAsync(TableauSimulator tableau, int port)
    {
        using var http = new HttpClient { BaseAddress = tableau.Url };
        using var body = new StringContent(
            """<tsRequest><credentials personalAccessTokenName="demo" personalAccessTokenSecret="demo-secret"><site contentUrl=""/></credentials></tsRequest>""");
        using var answer = await http.PostAsync("/api/3.27/auth/signin", body);
        XNamespace tableauNamespace = "http://tableau.com/api";
        var credentials = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Descendants(tableauNamespace + "credentials").Single();
        return await Floor.StartAsync(
            tableau.Url, credentials.Attribute("token")!.Value, credentials.Element(tableauNamespace + "site")!.Attribute("id")!.Value, port);
    }
}
