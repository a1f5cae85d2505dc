using System.Globalization;
using Xunit.Abstractions;

namespace GrpcRefresh.FunctionalTests.Rotation;

/// <summary>A rotation of 2,000 connections on 600 items over two sites, through a service that is killed and restarted again and again.</summary>
/// <remarks><c>GRPCREFRESH_ROUNDS</c> says how often it is killed; <c>GRPCREFRESH_SEED</c> repeats a run that failed.</remarks>
public sealed class RotationKillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Whenever_the_service_dies_every_connection_ends_with_the_new_secret_and_no_other()
    {
        var kills = Number("GRPCREFRESH_ROUNDS") ?? 3;
        var seed = Number("GRPCREFRESH_SEED") ?? Random.Shared.Next(1_000_000);
        output.WriteLine($"{kills} kills, seed {seed}: ...");
        await using var run = await RotationKillRun.StartAsync(seed);

        var result = await run.RunAsync(kills);

        output.WriteLine(result.ToString());
        Assert.Empty(result.Problems);
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
