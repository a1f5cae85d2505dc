using System.Globalization;
using GrpcRefresh.FunctionalTests.Infrastructure;
using Xunit.Abstractions;

namespace GrpcRefresh.FunctionalTests.Engine;

/// <summary>Real processes under random kill -9, watchers that are cut off at random, and a Tableau that misbehaves at random.</summary>
/// <remarks><c>GRPCREFRESH_ROUNDS</c> says how many rounds; <c>GRPCREFRESH_SEED</c> repeats a round that failed.</remarks>
public sealed class RandomKillTests(ITestOutputHelper output)
{
    private static readonly Hazards[] Turns = [Hazards.Kills, Hazards.Disconnects, Hazards.Kills | Hazards.Disconnects | Hazards.Faults];

    [Fact]
    public async Task Every_accepted_job_ends_as_Tableau_computed_it_and_none_is_posted_twice()
    {
        var rounds = Number("GRPCREFRESH_ROUNDS") ?? 3;
        var seed = Number("GRPCREFRESH_SEED") ?? Random.Shared.Next(1_000_000);
        for (var number = 0; number < rounds; number++)
        {
            await using var round = await KillRound.StartAsync(seed + number, Turns[number % Turns.Length]);
            output.WriteLine($"round {number + 1} of {rounds}, seed {seed + number}, {round.Hazards}: ...");
            var result = await round.RunAsync();
            output.WriteLine(result.ToString());
            Assert.Empty(result.Problems);
        }
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
