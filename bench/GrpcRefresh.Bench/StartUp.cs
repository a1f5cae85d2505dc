using GrpcRefresh.Simulation;

namespace GrpcRefresh.Bench;

/// <summary>How long the service takes from the start of its process until it takes calls.</summary>
internal static class StartUp
{
    private const int Runs = 7;
    private const double TargetSeconds = 1.5;

    public static async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        await using var tableau = await TableauSimulator.StartAsync();
        var times = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            using var bed = new Bed();
            var listen = $"http://127.0.0.1:{Bed.FreePort()}";
            using var service = await ServiceProcess.StartAsync(bed.Settings(tableau.Url, listen), listen);
            times.Add(service.ToReady.TotalSeconds);
        }

        var median = Samples.Median(times);
        return
        [
            new Row(
                $"start to ready, median of {Runs} (empty database)",
                $"{Samples.Number(median)} s (slowest {Samples.Number(times.Max())} s)",
                Target: $"< {Samples.Number(TargetSeconds)} s",
                Met: median < TargetSeconds),
        ];
    }
}
