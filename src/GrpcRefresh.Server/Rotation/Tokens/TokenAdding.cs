using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>Adds a token under a name that only this rotation uses, until it is there and its secret known.</summary>
/// <remarks>
/// The name is what makes it safe: an earlier statement whose answer was lost may still take effect at any moment, but never beside another token of the same
/// name. Whichever comes second is refused, and what is there under the name without a known secret is removed.
/// </remarks>
internal sealed class TokenAdding(SnowflakeAccount account, UserTokens tokens, TokenTrial trial)
{
    public async Task<MintedToken> AddAsync(TokenIntent intent, CancellationToken ct)
    {
        var user = intent.Order.User;
        var statement = TokenStatements.Add(intent);
        var mayBeThere = false;
        try
        {
            for (var number = 1; ; number++)
            {
                var attempt = await MakingAttempt.RunAsync(account, statement, ct);
                mayBeThere = true;
                if (attempt.Secret is { } secret && (!statement.Repeated || await trial.IsCurrentAsync(user, intent.Name, secret, ct)))
                {
                    return new MintedToken(intent.Name, secret, intent.OldName);
                }

                if (number == MakingAttempt.Most)
                {
                    throw attempt.GivenUp(intent, statement);
                }

                await ClearAsync(user, intent.Name, ct);
                statement = statement with { RequestId = Guid.NewGuid(), Repeated = false };
            }
        }
        catch (SnowflakeException e) when (mayBeThere && !e.MayHaveTakenEffect)
        {
            // That Snowflake refuses now, or cannot be asked, does not settle what became of an earlier statement.
            throw e.InDoubt();
        }
    }

    // Nobody holds a secret of this name: whoever kept one does not ask for it again.
    private async Task ClearAsync(string user, string name, CancellationToken ct)
    {
        if ((await tokens.ListAsync(user, ct)).Any(token => UserTokens.SameName(token.Name, name)))
        {
            await tokens.RemoveAsync(user, name, ct);
        }
    }
}
