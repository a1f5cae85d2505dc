using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>The tokens of Snowflake's users, as far as a rotation deals with them. Every method can be repeated after a crash at any point.</summary>
/// <remarks>
/// All throw <see cref="Snowflake.SnowflakeException"/> when Snowflake does not answer or refuses, after the usual repetitions; also
/// of the kind <see cref="Snowflake.SnowflakeErrorKind.NotConfigured"/> when there is no account (any more). Fields in refusals begin with <c>snowflake_token.</c>.
/// </remarks>
internal interface ISnowflakeTokens
{
    /// <summary>Whether there is an account, so that the rest can be asked.</summary>
    bool IsConfigured { get; }

    /// <summary>
    /// The same for a run that may be superseded while it asks: most methods make several statements, each of them repeated for minutes. What is demanded comes
    /// before each try of each, which is not made if it throws.
    /// </summary>
    ISnowflakeTokens Guarded(Func<CancellationToken, Task> demand);

    /// <summary>Looks, changes nothing. The login history is looked at as well, which needs a warehouse.</summary>
    /// <exception cref="RefusedException">The order cannot be carried out: no such user or token, no room for another, no role where one is demanded.</exception>
    Task<TokenSurvey> SurveyAsync(TokenOrder order, CancellationToken ct);

    /// <summary>
    /// Makes the token, and hands out its secret this once. After a lost answer it sees to it that exactly one token of this rotation is there, with a known secret:
    /// what is there of its series without one is removed, so it must never be asked again once a secret was kept.
    /// </summary>
    /// <exception cref="Snowflake.SnowflakeException">
    /// If it <see cref="Snowflake.SnowflakeException.MayHaveTakenEffect"/>, ask again as a repetition, or remove the token by name. With ROTATE the old secret goes on
    /// working for the overlap in any case.
    /// </exception>
    Task<MintedToken> MakeAsync(TokenIntent intent, CancellationToken ct);

    /// <summary>Signs in with it.</summary>
    /// <exception cref="Snowflake.SnowflakeException">It does not work. An <see cref="Snowflake.SnowflakeErrorKind.Unreachable"/> says nothing about the token.</exception>
    Task ProveAsync(string user, Secret secret, CancellationToken ct);

    /// <summary>With what the user signed in, as far as the login history tells by now. The service's own sign-in, to try a token, does not count.</summary>
    /// <remarks>
    /// One reading is some statements, so many refreshes are judged by one over their joint span.
    /// That sign-in is known by what the service calls itself there, and by its address. Where the service's own logins are not shown, only a <paramref name="since"/>
    /// later than <see cref="ProveAsync"/> keeps it out.
    /// </remarks>
    Task<TokenSightings> SightAsync(string user, string newToken, DateTimeOffset since, DateTimeOffset until, CancellationToken ct);

    /// <summary>
    /// When the token was last used, or may have been, as far as the history tells by now; null when it was not used since then. Snowflake's history is up to two
    /// hours late, so null means that it was not used until about then.
    /// </summary>
    Task<DateTimeOffset?> LastUseAsync(string user, string token, DateTimeOffset since, CancellationToken ct);

    /// <summary>A token as it is now; null when there is none of this name.</summary>
    Task<SnowflakeTokenRecord?> FindAsync(string user, string token, CancellationToken ct);

    /// <summary>Removes whatever a rotation has added; its token had perhaps another number than <paramref name="token"/>.</summary>
    Task WithdrawAsync(string user, string token, CancellationToken ct);

    /// <summary>Removes a token; one that is not there is removed already.</summary>
    Task RemoveAsync(string user, string token, CancellationToken ct);
}
