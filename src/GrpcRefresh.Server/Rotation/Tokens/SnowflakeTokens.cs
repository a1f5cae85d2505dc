using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>The tokens of the configured account.</summary>
internal sealed class SnowflakeTokens(
    SnowflakeNeighbour snowflake, IOptions<SnowflakeOptions> service, IOptions<RotationOptions> rotation, TimeProvider time) : ISnowflakeTokens
{
    public bool IsConfigured => snowflake.Account is not null;

    private Func<CancellationToken, Task>? Demand { get; init; }

    private SnowflakeAccount Account => Demand is { } demand ? Configured.Guarded(demand) : Configured;

    private SnowflakeAccount Configured => snowflake.Account ?? throw TokenRefusals.NotConfigured();

    private UserTokens Tokens => new(Account);

    private TokenUse Use => new(new LoginHistory(Account, rotation.Value.Tokens), Tokens, time);

    public ISnowflakeTokens Guarded(Func<CancellationToken, Task> demand) => new SnowflakeTokens(snowflake, service, rotation, time) { Demand = demand };

    public Task<TokenSurvey> SurveyAsync(TokenOrder order, CancellationToken ct) =>
        new TokenSurveyor(Account, Tokens, Use, service.Value, rotation.Value.Tokens, time).SurveyAsync(order, ct);

    public Task<MintedToken> MakeAsync(TokenIntent intent, CancellationToken ct) => intent.Order.Method == TokenMethod.Rotate
        ? new TokenRotating(Account, Tokens, new TokenTrial(Account), time).RotateAsync(intent, ct)
        : new TokenAdding(Account, Tokens, new TokenTrial(Account)).AddAsync(intent, ct);

    public Task ProveAsync(string user, Secret secret, CancellationToken ct) => new TokenTrial(Account).SignInAsync(user, secret, ct);

    public Task<TokenSightings> SightAsync(string user, string newToken, DateTimeOffset since, DateTimeOffset until, CancellationToken ct) =>
        Use.SightAsync(user, newToken, since, until, ct);

    public Task<DateTimeOffset?> LastUseAsync(string user, string token, DateTimeOffset since, CancellationToken ct) => Use.LastAsync(user, token, since, ct);

    public async Task<SnowflakeTokenRecord?> FindAsync(string user, string token, CancellationToken ct) =>
        (await Tokens.ListAsync(user, ct)).FirstOrDefault(one => UserTokens.SameName(one.Name, token));

    public Task WithdrawAsync(string user, string token, CancellationToken ct) => Tokens.RemoveAsync(user, TokenSeries.Of(token), ct);

    public Task RemoveAsync(string user, string token, CancellationToken ct) => Tokens.RemoveAsync(user, token, ct);
}
