using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Rotation.Tokens.TokenWorld;
using Duration = Google.Protobuf.WellKnownTypes.Duration;

namespace GrpcRefresh.FunctionalTests.Rotation.Tokens;

/// <summary>One rotation for several Snowflake users, each with a token of its own.</summary>
public sealed class SeveralTokensTests : IAsyncLifetime
{
    private const string Other = "SHIPPING_SVC";
    private const string OldOfOther = "SHIPPING_PAT";

    private TokenWorld _world = null!;

    public async Task InitializeAsync()
    {
        _world = await TokenWorld.StartAsync();
        _world.AddUser(Other);
        var secret = _world.Snowflake.World.AddToken(Other, OldOfOther, TableauRole);
        _world.Tableau.World.ChangeItem(
            _world.Items[0].Luid, known => known with { Connections = [known.Connections[0] with { UserName = Other, Secret = secret }] });
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Each_user_gets_a_token_and_loses_the_old_one()
    {
        await using var service = await _world.ServeAsync();

        var (job, steps) = await service.RunAsync(RequestForBoth());

        Assert.True(job.State == JobState.Succeeded, $"{job}");
        Assert.Equal([ProofLevel.UsesNew, ProofLevel.UsesNew, ProofLevel.UsesNew], steps.Select(step => step.Proof));
        Assert.Equal([(User, Old, RotationTokenState.Replaced), (Other, OldOfOther, RotationTokenState.Replaced)], Ends(job));
        Assert.Equal([job.Rotation.Tokens.Single(token => token.User == Other).TokenName], _world.Snowflake.World.Tokens(Other).Select(token => token.Name));
        Assert.Single(_world.Tokens);
        Assert.All(_world.Connections, connection => Assert.True(_world.Accepts(connection)));
    }

    [Fact]
    public async Task One_users_old_token_goes_although_the_others_stays()
    {
        await using var service = await _world.ServeAsync();
        var request = RequestForBoth();
        request.CredentialsByUser[Other].SnowflakeToken.KeepOldToken = true;

        var (job, _) = await service.RunAsync(request);

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Equal([(User, Old, RotationTokenState.Replaced), (Other, OldOfOther, RotationTokenState.BothValid)], Ends(job));
        Assert.Equal((1, 2), (_world.Tokens.Count, _world.Snowflake.World.Tokens(Other).Count));
        Assert.All(_world.Connections, connection => Assert.True(_world.Accepts(connection)));
    }

    private static IEnumerable<(string, string, RotationTokenState)> Ends(Job job) =>
        job.Rotation.Tokens.OrderBy(token => token.User, StringComparer.Ordinal).Select(token => (token.User, token.OldTokenName, token.State));

    private static RotateConnectionCredentialsRequest RequestForBoth() => new()
    {
        Selector = new ConnectionSelector { AccountHost = RotationCalls.Host },
        CredentialsByUser = { [User] = Token(User, Old), [Other] = Token(Other, OldOfOther) },
        Verification = Verification.RefreshAll,
        RequestId = $"{Guid.NewGuid()}",
    };

    private static Credential Token(string user, string old) =>
        new() { SnowflakeToken = new SnowflakeToken { User = user, OldToken = old, Overlap = new Duration() } };
}
