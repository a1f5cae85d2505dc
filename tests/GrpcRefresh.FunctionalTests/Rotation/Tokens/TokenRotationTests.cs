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
        Assert.Equal((User, $"GRPCREFRESH_{job.JobId.ToUpperInvariant()}_1", Old, RotationTokenState.Replaced, ""), (token.User, token.TokenName, token.OldTokenName, token.State, token.Detail));
        Assert.Equal([token.TokenName], _world.Tokens);
        Assert.All(_world.Connections, connection => Assert.True(_world.Holds(token.TokenName, connection)));
        Assert.Empty(service.Errors.Entries);
    }

    [Fact]
    public async Task A_rehearsal_tells_who_uses_the_token_and_makes_none()
    {
        await using var service = await _world.ServeAsync();
        _world.SignInElsewhere();
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

    [Fact]
    public async Task Users_of_a_password_are_given_a_token()
    {
        const string Password = "the-password-of-old";
        var user = _world.Snowflake.World.User(User);
        (user.Type, user.Password) = (GrpcRefresh.SnowflakeSimulation.World.SnowflakeUserType.Person, Password);
        _world.Snowflake.World.RemoveTokens(User, _ => true);
        _world.Embed(User, Password);
        await using var service = await _world.ServeAsync();

        var (job, steps) = await service.RunAsync(Request(order => (order.Role, order.OldToken) = (TableauRole, "")));

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.All(steps, step => Assert.Equal(ProofLevel.UsesNew, step.Proof));
        var token = Assert.Single(job.Rotation.Tokens);
        Assert.Equal((RotationTokenState.BothValid, ""), (token.State, token.OldTokenName));
        Assert.Contains("The old token stays: there is none", token.Detail, StringComparison.Ordinal);
        Assert.All(_world.Connections, connection => Assert.True(_world.Holds(token.TokenName, connection)));
        Assert.True(_world.Snowflake.World.Accepts(User, Password));
    }

    [Fact]
    public async Task Connections_of_another_user_are_given_the_token_and_that_users_own_tokens_are_left_alone()
    {
        _world.AddUser("SHIPPING_SVC");
        _world.Snowflake.World.AddToken("SHIPPING_SVC", "OF_DBT", TableauRole);
        await using var service = await _world.ServeAsync();
        var request = Request(order => (order.User, order.OldToken) = ("SHIPPING_SVC", ""));

        var (job, steps) = await service.RunAsync(request);

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.All(steps, step => Assert.Equal((true, ProofLevel.UsesNew), (step.ChangesUserName, step.Proof)));
        Assert.Equal(RotationTokenState.BothValid, Assert.Single(job.Rotation.Tokens).State);
        Assert.Equal(2, _world.Snowflake.World.Tokens("SHIPPING_SVC").Count);
        Assert.All(_world.Connections, connection => Assert.True(connection.UserName == "SHIPPING_SVC" && _world.Accepts(connection)));
    }

    [Fact]
    public async Task A_rotated_token_keeps_its_name_and_its_old_secret_is_waited_for()
    {
        await using var service = await _world.ServeAsync();
        var begun = await service.RotateAsync(Request(order => (order.Method, order.OldToken, order.Overlap) = (TokenMethod.Rotate, Old, null)));

        var job = await service.UntilAsync(begun.Job.JobId, job => job.Rotation.Phase.StartsWith("waiting until", StringComparison.Ordinal));

        var token = Assert.Single(job.Rotation.Tokens);
        Assert.Equal((Old, RotationTokenState.Waiting), (token.TokenName, token.State));
        Assert.StartsWith($"{Old}_ROTATED_", token.OldTokenName, StringComparison.Ordinal);
        Assert.All(_world.Connections, connection => Assert.True(_world.Holds(Old, connection)));
    }

    [Fact]
    public async Task After_one_that_left_both_valid_another_rotation_takes_the_place_of_the_token_that_it_names()
    {
        await using var service = await _world.ServeAsync();
        var (first, _) = await service.RunAsync(Request(order => order.KeepOldToken = true));
        var between = Assert.Single(first.Rotation.Tokens).TokenName;
        Assert.Equal([Old, between], _world.Tokens);

        var (job, steps) = await service.RunAsync(Request(order => order.OldToken = between));

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.All(steps, step => Assert.Equal(ProofLevel.UsesNew, step.Proof));
        var token = Assert.Single(job.Rotation.Tokens);
        Assert.Equal((RotationTokenState.Replaced, between), (token.State, token.OldTokenName));
        Assert.Equal([Old, token.TokenName], _world.Tokens);
        Assert.All(_world.Connections, connection => Assert.True(_world.Holds(token.TokenName, connection)));
    }
}
