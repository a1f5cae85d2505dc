using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Rotation.Tokens.TokenWorld;

namespace GrpcRefresh.FunctionalTests.Rotation.Tokens;

/// <summary>A rotation that makes its own token, from the first question to the end of the old one.</summary>
public sealed class TokenRotationTests : IAsyncLifetime
{
    private TokenWorld _world = null!;

    public async Task InitializeAsync() => _world = await TokenWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_new_token_takes_the_place_of_the_old_one()
    {
        await using var service = await _world.ServeAsync();

        var (job, steps) = await service.RunAsync(Request());

        Assert.True(job.State == JobState.Succeeded, $"{job}");
        Assert.Equal(3, steps.Count);
        Assert.All(steps, step => Assert.Equal((RotationStepState.Verified, ProofLevel.UsesNew), (step.State, step.Proof)));
        var token = Assert.Single(job.Rotation.Tokens);
        Assert.Equal((User, $"GRPCREFRESH_{job.JobId.ToUpperInvariant()}", Old, RotationTokenState.Replaced, ""), (token.User, token.TokenName, token.OldTokenName, token.State, token.Detail));
        Assert.Equal([token.TokenName], _world.Tokens);
        Assert.All(_world.Connections, connection => Assert.True(_world.Holds(token.TokenName, connection)));
        Assert.Empty(service.Errors.Entries);
    }

    [Fact]
    public async Task A_rehearsal_tells_who_uses_the_token_and_makes_none()
    {
        await using var service = await _world.ServeAsync();
        _world.Snowflake.World.RecordLogin(User, _world.OldSecret, "DBT", "10.2.2.2");
        var request = Request();
        request.ValidateOnly = true;

        var answer = await service.RotateAsync(request);

        Assert.All(answer.Plan.Steps, step => Assert.Equal(ProofLevel.UsesNew, step.Provable));
        var use = Assert.Single(answer.Plan.TokenUses);
        Assert.Equal((User, Old, "DBT", "10.2.2.2", 1), (use.User, use.TokenName, use.Client, use.ClientAddress, use.LoginCount));
        var token = Assert.Single(answer.Job.Rotation.Tokens);
        Assert.Equal((RotationTokenState.Planned, "", Old, ""), (token.State, token.TokenName, token.OldTokenName, token.Detail));
        Assert.Equal([Old], _world.Tokens);
    }
}
