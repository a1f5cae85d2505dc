using Grpc.Core;
using Grpc.Net.Client;
using GrpcRefresh.Simulation;
using GrpcRefresh.V1;

namespace GrpcRefresh.Bench;

/// <summary>Requests that Tableau is asked, and how late the end of a job is known; in real time, cold and then warm.</summary>
/// <remarks>
/// The published recipe stands beside it as measured in the project's notes on peers: for each refresh five requests of
/// setup and one poll after another, at the defaults of Tableau's Python client.
/// </remarks>
internal static class Requests
{
    public static async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        var rows = new List<Row>();
        rows.AddRange(await MeasureAsync(1, TimeSpan.FromSeconds(60), recipeRequests: 18, recipeLag: 9.6, target: null));
        rows.AddRange(await MeasureAsync(20, TimeSpan.FromSeconds(300), recipeRequests: 520, recipeLag: 8, target: 61));
        return rows;
    }

    private static async Task<IReadOnlyList<Row>> MeasureAsync(int count, TimeSpan length, int recipeRequests, double recipeLag, int? target)
    {
        await using var tableau = await TableauSimulator.StartAsync(new TableauSimulatorOptions { Datasources = count, Backgrounders = count, JobDuration = length });
        using var bed = new Bed();
        var listen = $"http://127.0.0.1:{Bed.FreePort()}";
        using var service = await ServiceProcess.StartAsync(bed.Settings(tableau.Url, listen), listen);
        using var channel = GrpcChannel.ForAddress(listen);
        var rows = new List<Row>();
        foreach (var warmth in new[] { "cold", "warm" })
        {
            tableau.Requests.Clear();
            var lags = await Task.WhenAll(Enumerable.Range(1, count).Select(number => RefreshAsync(channel, tableau, number)));
            var (requests, lag) = (tableau.Requests.Total, lags.Max());
            var met = warmth == "warm" && target is not null ? requests <= target && lag <= 15 : (bool?)null;
            rows.Add(new Row(
                $"{count} × {length.TotalSeconds} s, {warmth}: requests to Tableau, worst lag",
                $"{requests}, {Samples.Number(lag)} s",
                $"recipe: {recipeRequests}, {Samples.Number(recipeLag)} s",
                $"{Samples.Number((double)requests / recipeRequests)} of the requests",
                met is null ? "" : $"≤ {target}, ≤ 15 s",
                met));
        }

        return rows;
    }

    private static async Task<double> RefreshAsync(GrpcChannel channel, TableauSimulator tableau, int number)
    {
        var started = await new RefreshService.RefreshServiceClient(channel).RefreshResourceAsync(new RefreshResourceRequest
        {
            Resource = Load.Datasource(number),
        });
        using var watch = new JobService.JobServiceClient(channel).WatchJob(new WatchJobRequest { JobId = started.Job.JobId });
        Job? last = null;
        await foreach (var happened in watch.ResponseStream.ReadAllAsync())
        {
            last = happened.Job ?? last;
        }

        var known = DateTimeOffset.UtcNow;
        return (known - tableau.World.Jobs.Single(run => run.Luid == last!.TableauJobId).CompletedAt!.Value).TotalSeconds;
    }
}
