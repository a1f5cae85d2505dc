using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>The tokens of Snowflake's users, as far as a rotation deals with them. Every method can be repeated after a crash at any point.</summary>
/// <remarks>All throw <see cref="Snowflake.SnowflakeException"/> when Snowflake does not answer or refuses, after the usual repetitions.</remarks>
internal interface ISnowflakeTokens
{
    /// <summary>Whether there is an account, so that the rest can be asked.</summary>
    bool IsConfigured { get; }

    /// <summary>Looks, changes nothing.</summary>
    /// <exception cref="RefusedException">The order cannot be carried out: no such user or token, no room for another, no role where one is demanded.</exception>
    Task<TokenSurvey> SurveyAsync(TokenOrder order, CancellationToken ct);

    /// <summary>Makes the token, and hands out its secret this once. After a lost answer it sees to it that exactly one token of this rotation is there, with a known secret.</summary>
    Task<MintedToken> MakeAsync(TokenIntent intent, CancellationToken ct);

    /// <summary>Signs in with it.</summary>
    /// <exception cref="Snowflake.SnowflakeException">It does not work.</exception>
    Task ProveAsync(string user, Secret secret, CancellationToken ct);

    /// <summary>With what the user signed in. The service's own sign-in, to try a token, does not count.</summary>
    Task<TokenSightings> SightAsync(string user, string newToken, DateTimeOffset since, DateTimeOffset until, CancellationToken ct);

    /// <summary>When the token was last used, as far as the history tells by now; null when it was not used since then.</summary>
    Task<DateTimeOffset?> LastUseAsync(string user, string token, DateTimeOffset since, CancellationToken ct);

    /// <summary>Removes a token; one that is not there is removed already.</summary>
    Task RemoveAsync(string user, string token, CancellationToken ct);
}
