using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Rotation.Tokens.TokenWorld;

namespace GrpcRefresh.FunctionalTests.Rotation.Tokens;

/// <summary>Connections that Tableau stops telling while they are being given a token: they may hold it all the same.</summary>
public sealed class GoneConnectionTests
{
    [Fact]
    public async Task A_token_that_a_connection_took_before_it_was_gone_is_not_taken_back()
    {
        TokenWorld? world = null;
        await using var both = world = await TokenWorld.StartAsync(around: async (_, effect, _) =>
        {
            await effect();
            if (world?.Items.FirstOrDefault(item => item.Connections is [{ SecretsGiven: > 0 }]) is { } taken)
            {
                world.Tableau.World.RemoveConnection(taken.Luid, taken.Connections[0].Luid);
            }
        });
        await using var service = await both.ServeAsync();

        var (job, steps) = await service.RunAsync(Request());

        Assert.Equal((JobState.Failed, RotationStepState.Skipped), (job.State, steps[0].State));
        Assert.Contains("no longer knows the connection", steps[0].Detail, StringComparison.Ordinal);
        var token = Assert.Single(job.Rotation.Tokens);
        Assert.Equal(RotationTokenState.BothValid, token.State);
        Assert.StartsWith($"0 connections hold the new token {token.TokenName}, 1 may hold it", token.Detail, StringComparison.Ordinal);
        Assert.Equal([Old, token.TokenName], both.Tokens);
    }
}
