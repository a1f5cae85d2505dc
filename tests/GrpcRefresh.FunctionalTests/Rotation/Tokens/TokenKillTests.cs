using System.Globalization;
using Xunit.Abstractions;

namespace GrpcRefresh.FunctionalTests.Rotation.Tokens;

/// <summary>kill -9 at every request of a token rotation to Tableau or Snowflake, before it takes effect and after it, with its answer lost.</summary>
/// <remarks><c>GRPCREFRESH_ROUNDS</c> says how many of each kind are tried, spread at random; <c>GRPCREFRESH_SEED</c> repeats a choice.</remarks>
public sealed class TokenKillTests(ITestOutputHelper output)
{
    private static readonly bool[] BeforeAndAfter = [false, true];

    [Fact]
    public Task Whenever_the_service_dies_no_connection_is_left_with_a_token_that_Snowflake_refuses() => RunAsync(TokenKillStory.Plain, Number("GRPCREFRESH_ROUNDS") ?? 3);

    [Fact]
    public Task Also_while_the_old_token_is_waited_for() => RunAsync(TokenKillStory.Waiting, Number("GRPCREFRESH_ROUNDS") ?? 1);

    [Fact]
    public Task Also_when_the_canary_fails() => RunAsync(TokenKillStory.FailingCanary, Number("GRPCREFRESH_ROUNDS") ?? 1);

    [Fact]
    public Task Also_when_somebody_cancels_it_afterwards() => RunAsync(TokenKillStory.Cancelled, Number("GRPCREFRESH_ROUNDS") ?? 1);

    private async Task RunAsync(TokenKillStory story, int rounds)
    {
        var seed = Number("GRPCREFRESH_SEED") ?? Random.Shared.Next(1_000_000);
        await using var run = await TokenKillRun.StartAsync(story);
        await run.CountAsync();
        // The first time a process asks for more than it does later.
        var requests = await run.CountAsync();
        output.WriteLine($"{story.Name}: {requests} requests; {Math.Min(rounds, requests)} deaths before and after their effect, seed {seed}");

        var problems = new List<string>();
        foreach (var cell in Cells(requests, rounds, new Random(seed)))
        {
            var result = await run.RunAsync(cell);
            output.WriteLine($"{result}");
            problems.AddRange(result.Problems.Select(problem => $"{cell}: {problem}"));
        }

        Assert.Empty(problems);
    }

    private static IEnumerable<TokenKillCell> Cells(int requests, int rounds, Random random) =>
    [
        .. Spread(requests, rounds, random).Select(request => new TokenKillCell(request, AfterEffect: false)),
        .. Spread(requests, rounds, random).Select(request => new TokenKillCell(request, AfterEffect: true)),
    ];

    /// <summary>One in each of as many equal parts.</summary>
    private static IEnumerable<int> Spread(int requests, int rounds, Random random) => rounds >= requests
        ? Enumerable.Range(1, requests)
        : Enumerable.Range(0, rounds).Select(part => 1 + (part * requests / rounds) + random.Next(Math.Max(1, requests / rounds)));

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
