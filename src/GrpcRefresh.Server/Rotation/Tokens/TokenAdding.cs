using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>Adds a token under a name that only this rotation uses, until it is there and its secret known.</summary>
/// <remarks>
/// The name is what makes it safe: an earlier statement whose answer was lost may still take effect at any moment, but never beside another token of the same
/// name. Whichever comes second is refused, and what is there under the name without a known secret is removed.
/// </remarks>
internal sealed class TokenAdding(SnowflakeAccount account, UserTokens tokens, TokenTrial trial)
{
    private const int Tries = 5;

    public async Task<MintedToken> AddAsync(TokenIntent intent, CancellationToken ct)
    {
        var user = intent.Order.User;
        var statement = TokenStatements.Add(intent);
        for (var attempt = 1; ; attempt++)
        {
            var (secret, doubt) = await TryAsync(statement, ct);
            try
            {
                if (secret is not null && (!statement.Repeated || await trial.IsCurrentAsync(user, intent.Name, secret, ct)))
                {
                    return new MintedToken(intent.Name, secret, intent.OldName);
                }

                if (attempt == Tries)
                {
                    throw Unlucky(intent, statement, doubt);
                }

                await ClearAsync(user, intent.Name, ct);
            }
            catch (SnowflakeException e) when (!e.MayHaveTakenEffect)
            {
                // That we could not look afterwards does not settle what became of the statement.
                throw e.InDoubt();
            }

            statement = statement with { RequestId = Guid.NewGuid(), Repeated = false };
        }
    }

    /// <returns>The secret; or null, when a token is there whose secret nobody knows, or may be.</returns>
    private async Task<(Secret? Secret, SnowflakeException? Doubt)> TryAsync(SqlStatement statement, CancellationToken ct)
    {
        try
        {
            var result = await account.QueryAsync(statement, ct);
            return (result.Rows is [var row, ..] && row.TextOrNull("token_secret") is { Length: > 0 } told ? new Secret(told) : null, null);
        }
        catch (SnowflakeException e) when (e.MayHaveTakenEffect || e.Kind == SnowflakeErrorKind.AlreadyExists)
        {
            return (null, e);
        }
    }

    private async Task ClearAsync(string user, string name, CancellationToken ct)
    {
        if ((await tokens.ListAsync(user, ct)).Any(token => UserTokens.SameName(token.Name, name)))
        {
            await tokens.RemoveAsync(user, name, ct);
        }
    }

    private static SnowflakeException Unlucky(TokenIntent intent, SqlStatement statement, SnowflakeException? cause) => new(
        SnowflakeErrorKind.Unexpected, $"Snowflake made no token {intent.Name} of {intent.Order.User} with a known secret, after {Tries} tries. {cause?.Message}".TrimEnd(), cause)
    {
        RequestId = statement.RequestId,
        MayHaveTakenEffect = true,
    };
}
