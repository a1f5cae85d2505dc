using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rotation.Run.Tokens;

public sealed class TokenJudgementTests
{
    [Fact]
    public async Task One_reading_of_the_history_judges_the_refreshes_of_a_user()
    {
        await using var bench = await TokenBench.StartAsync(TokenBench.Course(RotationTokenState.InUse), Refreshed(1), Refreshed(2), Refreshed(3));
        for (var number = 1; number <= 3; number++)
        {
            await bench.ProveAsync(number);
            bench.Time.Advance(TimeSpan.FromMinutes(10));
        }

        var begun = bench.Time.GetUtcNow().AddMinutes(-30);
        bench.Snowflake.Sight = _ => ScriptedTokens.Told(begun.AddDays(1),
            new TokenSighting(begun, SightedBy.New), new TokenSighting(begun.AddMinutes(10), SightedBy.Old), new TokenSighting(begun.AddMinutes(20), SightedBy.New));

        await bench.Judgement.RunAsync(default);

        Assert.Equal([ProofLevel.UsesNew, ProofLevel.Works, ProofLevel.UsesNew], bench.Board.Steps.Select(step => step.Proof));
        Assert.Equal(["sight"], bench.Snowflake.Calls);
    }

    private static Server.Jobs.RotationStepRecord Refreshed(int number) => TokenBench.Step(number, RotationStepState.Verified, ProofLevel.Works, touched: true);
}
