using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>Adds a token under a name that only this rotation uses, until it is there and its secret known.</summary>
/// <remarks>
/// An earlier statement whose answer was lost may still take effect, at any moment. As long as one that adds has left no trace it is repeated under its own
/// request id, of which Snowflake executes one. What is there without a known secret is nobody's: the next one gets the next number, and only when that is
/// there is the earlier one removed. So the highest number that Snowflake lists was never asked to be removed, also for another life of the process, and no
/// late removal meets a token that is needed.
/// </remarks>
internal sealed class TokenAdding(SnowflakeAccount account, UserTokens tokens, TokenTrial trial)
{
    public async Task<MintedToken> AddAsync(TokenIntent intent, CancellationToken ct)
    {
        var user = intent.Order.User;
        var series = TokenSeries.Of(intent.Name);
        var mayBeThere = intent.IsRepeated;
        try
        {
            var name = intent.Name;
            if (intent.IsRepeated && await LatestAsync(user, series, ct) is { } latest && latest > series.NumberOf(name))
            {
                name = series[latest + 1];
                intent = Anew(intent, name);
            }

            var statement = TokenStatements.Add(intent);
            for (var number = 1; ; number++)
            {
                var attempt = await MakingAttempt.RunAsync(account, statement, ct);
                mayBeThere = true;
                if (attempt.Secret is { } secret && (!statement.Repeated || await trial.IsCurrentAsync(user, name, secret, ct)))
                {
                    return new MintedToken(name, secret, intent.OldName) { ExpiresAt = await SettleAsync(user, series, name, ct) };
                }

                if (number == MakingAttempt.Most)
                {
                    throw attempt.GivenUp(intent, statement);
                }

                var there = await LatestAsync(user, series, ct);
                if (attempt.Doubt is { Kind: not SnowflakeErrorKind.AlreadyExists } && (there ?? 0) < series.NumberOf(name))
                {
                    statement = statement with { Repeated = true };
                }
                else
                {
                    name = series[Math.Max(there ?? 0, series.NumberOf(name) ?? 0) + 1];
                    statement = TokenStatements.Add(Anew(intent, name));
                }
            }
        }
        catch (SnowflakeException e) when (mayBeThere && !e.MayHaveTakenEffect)
        {
            // That Snowflake refuses now, or cannot be asked, does not settle what became of an earlier statement.
            throw e.InDoubt();
        }
    }

    private static TokenIntent Anew(TokenIntent intent, string name) => intent with { Name = name, RequestId = Guid.NewGuid(), IsRepeated = false };

    /// <summary>The highest number that is there; those below it are removed.</summary>
    private async Task<int?> LatestAsync(string user, TokenSeries series, CancellationToken ct)
    {
        var there = await tokens.ListAsync(user, ct);
        var latest = there.Max(token => series.NumberOf(token.Name));
        await RemoveAsync(user, series, there, below: latest, ct);
        return latest;
    }

    /// <returns>When the one that is needed ends.</returns>
    private async Task<DateTimeOffset?> SettleAsync(string user, TokenSeries series, string name, CancellationToken ct)
    {
        var there = await tokens.ListAsync(user, ct);
        await RemoveAsync(user, series, there, below: series.NumberOf(name), ct);
        return there.FirstOrDefault(token => UserTokens.SameName(token.Name, name))?.ExpiresAt;
    }

    // Nobody holds a secret of theirs: whoever kept one does not ask again.
    private async Task RemoveAsync(string user, TokenSeries series, IReadOnlyList<SnowflakeTokenRecord> there, int? below, CancellationToken ct)
    {
        foreach (var nobodys in there.Where(token => series.NumberOf(token.Name) < below))
        {
            await tokens.RemoveAsync(user, nobodys.Name, ct);
        }
    }
}
