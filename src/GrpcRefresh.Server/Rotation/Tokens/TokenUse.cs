using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>Answers from the login history: is the new token in use, and is the old one still?</summary>
internal sealed class TokenUse(LoginHistory history, UserTokens tokens, TimeProvider time)
{
    public async Task<TokenSightings> SightAsync(string user, string token, DateTimeOffset since, DateTimeOffset until, CancellationToken ct)
    {
        var (logins, names) = await ReadAsync(user, since, until, eachMoment: true, ct);
        return Sightings(logins, names, token);
    }

    /// <remarks>
    /// Whoever calls itself as the service does there, and comes from where it comes from, is not counted for the new token: nobody but the service and Tableau
    /// holds it, and the service signs in with it to try it.
    /// </remarks>
    public static TokenSightings Sightings(LoginReading logins, TokenAttribution names, string token)
    {
        var isKnown = names.Knows(token);
        var sightings = new List<TokenSighting>();
        foreach (var login in logins.Theirs)
        {
            var name = names.NameOf(login);
            var by = name is not null && UserTokens.SameName(name, token) ? SightedBy.New
                : name is null && login.IsByToken && !isKnown ? SightedBy.Undecided
                : SightedBy.Old;
            if (by != SightedBy.New || !logins.Own.Contains(login.Origin))
            {
                sightings.Add(new TokenSighting(login.Last, by, login.Logins));
            }
        }

        return new TokenSightings(sightings) { ToldUntil = logins.ToldUntil };
    }

    /// <summary>A login of which it is not told with which token it was made counts as one with this.</summary>
    public async Task<DateTimeOffset?> LastAsync(string user, string token, DateTimeOffset since, CancellationToken ct)
    {
        var (logins, names) = await ReadAsync(user, since, Ahead, eachMoment: false, ct);
        return logins.Theirs.Where(login => names.MayBe(login, token)).Max(login => (DateTimeOffset?)login.Last);
    }

    /// <exception cref="SnowflakeException">Also when the history may not be read.</exception>
    public async Task<IReadOnlyList<TokenUseRecord>> ListAsync(string user, DateTimeOffset since, CancellationToken ct)
    {
        var logins = await history.ReadAsync(user, since, Ahead, eachMoment: false, ct);
        var names = (await history.CredentialsAsync(user, ct)).DistinctBy(one => one.Id).ToDictionary(one => one.Id, one => one.Name);
        return
        [
            .. logins.Theirs.OrderByDescending(login => login.Last).Select(login => new TokenUseRecord(
                user, login.IsByToken ? Named(login, names) : null, login.Client, login.Address, login.Logins, login.Last)),
        ];
    }

    // Snowflake's clock need not be ours.
    private DateTimeOffset Ahead => time.GetUtcNow().AddDays(1);

    private async Task<(LoginReading Logins, TokenAttribution Names)> ReadAsync(string user, DateTimeOffset since, DateTimeOffset until, bool eachMoment, CancellationToken ct)
    {
        // In this order: a token that is made meanwhile must not be missing where its logins are told.
        var logins = await history.ReadAsync(user, since, until, eachMoment, ct);
        var credentials = await history.CredentialsAsync(user, ct);
        return (logins, new TokenAttribution(await tokens.ListAsync(user, ct), credentials));
    }

    // Removed tokens are not in the view any more.
    private static string Named(LoginGroup login, Dictionary<string, string> names) =>
        login.CredentialId is { } id ? names.GetValueOrDefault(id) ?? $"(credential {id})" : "(unknown)";
}
