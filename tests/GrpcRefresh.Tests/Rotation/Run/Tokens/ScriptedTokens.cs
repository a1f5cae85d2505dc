using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Tests.Rotation.Run.Tokens;

/// <summary>Snowflake as a test scripts it: what is not scripted succeeds, and nobody has signed in.</summary>
internal sealed class ScriptedTokens : ISnowflakeTokens
{
    public static readonly Secret TheSecret = new("needle-of-the-new-token");

    public bool IsConfigured => true;

    /// <summary>Every call, in order.</summary>
    public List<string> Calls { get; } = [];

    public List<TokenIntent> Intents { get; } = [];

    /// <summary>Called with how often the same was asked before, and may throw.</summary>
    public Func<int, Task> OnMake { get; set; } = _ => Task.CompletedTask;

    public Func<int, Task> OnProve { get; set; } = _ => Task.CompletedTask;

    public Func<int, Task> OnRemove { get; set; } = _ => Task.CompletedTask;

    public Func<int, TokenSightings> Sight { get; set; } = _ => Told();

    /// <summary>The old token as Snowflake lists it. Looking at it is not among <see cref="Calls"/>.</summary>
    public Func<SnowflakeTokenRecord?> Listed { get; set; } = () => new SnowflakeTokenRecord(TokenBench.Old, null, null, IsActive: true, null);

    public Func<int, DateTimeOffset?> LastUse { get; set; } = _ => null;

    public static SnowflakeException Away => new(SnowflakeErrorKind.Unreachable, "Snowflake does not answer.") { MayHaveTakenEffect = true };

    public static SnowflakeException Refused => new(SnowflakeErrorKind.Forbidden, "Insufficient privileges.") { Code = "003001" };

    /// <summary>What the history tells.</summary>
    public static TokenSightings Told(DateTimeOffset? until = null, params TokenSighting[] logins) => new(logins) { ToldUntil = until };

    public ISnowflakeTokens Guarded(Func<CancellationToken, Task> demand) => this;

    public Task<TokenSurvey> SurveyAsync(TokenOrder order, CancellationToken ct) => throw new NotSupportedException();

    public async Task<MintedToken> MakeAsync(TokenIntent intent, CancellationToken ct)
    {
        Intents.Add(intent);
        await OnMake(Count("make"));
        return new MintedToken(intent.Name, TheSecret, intent.OldName);
    }

    public Task ProveAsync(string user, Secret secret, CancellationToken ct)
    {
        Assert.Equal(TheSecret, secret);
        return OnProve(Count("prove"));
    }

    public Task<TokenSightings> SightAsync(string user, string newToken, DateTimeOffset since, DateTimeOffset until, CancellationToken ct) =>
        Task.FromResult(Sight(Count("sight")));

    public Task<DateTimeOffset?> LastUseAsync(string user, string token, DateTimeOffset since, CancellationToken ct) =>
        Task.FromResult(LastUse(Count($"last use of {token}")));

    public Task<SnowflakeTokenRecord?> FindAsync(string user, string token, CancellationToken ct) => Task.FromResult(Listed());

    public Task WithdrawAsync(string user, string token, CancellationToken ct) => RemoveAsync(user, token, ct);

    public Task RemoveAsync(string user, string token, CancellationToken ct) => OnRemove(Count($"remove {token}"));

    private int Count(string call)
    {
        var before = Calls.Count(earlier => earlier == call);
        Calls.Add(call);
        return before;
    }
}
