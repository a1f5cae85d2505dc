using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace GrpcRefresh.FunctionalTests.Fuzz;

/// <summary>Random and spoilt requests against both doors of a real process.</summary>
/// <remarks>
/// <c>GRPCREFRESH_FUZZ_REQUESTS</c> says how many at most, <c>GRPCREFRESH_FUZZ_SECONDS</c> for how long at most, <c>GRPCREFRESH_FUZZ_SEED</c> repeats a run,
/// and <c>GRPCREFRESH_FUZZ_INDEX</c> sends one request of it alone. With <c>CI=true</c> the seed is always the same, so that a build fails for what was changed.
/// </remarks>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int MostMegabytes = 700;
    private const int MostGrowth = 150;
    private const int MostJobs = 900;
    private const int FixedSeed = 20261122;

    // A run that was hardly one would find nothing and be green. On two busy cores it is 100,000.
    private const int FewestRequests = 5_000;
    private static readonly (string Kind, int Fewest)[] Kinds =
    [
        ("gateway 200 application/json", 300), ("gateway 200 application/x-ndjson", 40), ("gateway 200 text/event-stream", 40), ("gateway 400 InvalidArgument", 300),
        ("gateway 404 ", 200), ("grpc OK", 300), ("grpc InvalidArgument", 300),
    ];

    [Fact]
    public async Task No_request_is_a_fault_whatever_is_in_it()
    {
        var (most, seconds) = (Number("GRPCREFRESH_FUZZ_REQUESTS") ?? 100_000, Number("GRPCREFRESH_FUZZ_SECONDS") ?? 150);
        var (seed, only) = (Number("GRPCREFRESH_FUZZ_SEED") ?? UsualSeed(), Number("GRPCREFRESH_FUZZ_INDEX"));
        output.WriteLine($"at most {most} requests in {seconds} s, seed {seed}");
        await using var world = await FuzzWorld.StartAsync();
        using var run = new FuzzRun(world, seed);
        var watch = Stopwatch.StartNew();

        // What has been used once stays in memory; what counts is what comes on top of it.
        var warm = only is null ? Math.Min(most / 5, 20_000) : 0;
        await run.SendAsync(0, warm, TimeSpan.FromSeconds(seconds) / 3);
        var before = world.Service.Megabytes;
        await run.SendAsync(only ?? warm, only is null ? most - warm : 1, TimeSpan.FromSeconds(seconds) - watch.Elapsed);
        var took = watch.Elapsed;
        var jobs = await world.CountJobsAsync();
        var after = world.Service.Megabytes;

        output.WriteLine($"{run.Tally.Sent} requests sent in {took.TotalSeconds:0} s; {world.Service.PeakMegabytes} MB at most, {before} MB after the first {warm}, {after} MB at rest; {jobs} jobs");
        output.WriteLine(string.Join('\n', run.Tally.Table));
        Assert.True(!run.Tally.Problems.Any(), string.Join("\n\n", run.Tally.Problems));
        Assert.False(world.Service.HasExited, world.Service.Errors);
        Assert.DoesNotContain("fail: ", world.Service.Output, StringComparison.Ordinal);
        Assert.InRange(world.Service.PeakMegabytes, 1, MostMegabytes);
        Assert.InRange(after, 1, before + MostGrowth);
        Assert.InRange(jobs, 1, MostJobs);
        if (only is null && most >= FewestRequests)
        {
            Assert.InRange(run.Tally.Sent, FewestRequests, most);
            Assert.All(Kinds, kind => Assert.True(run.Tally.Count(kind.Kind) >= kind.Fewest, $"Fewer than {kind.Fewest} answers were '{kind.Kind}…'."));
        }
    }

    private static int UsualSeed() => Environment.GetEnvironmentVariable("CI") == "true" ? FixedSeed : Random.Shared.Next(1_000_000);

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
