using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>Asks Snowflake about every token that a request orders.</summary>
internal sealed class TokenSurveys(ISnowflakeTokens tokens)
{
    /// <summary>By credential; none for a request that brings its secrets.</summary>
    /// <exception cref="RefusedException">SNOWFLAKE_NOT_CONFIGURED, SNOWFLAKE_UNREACHABLE, SNOWFLAKE_REFUSED, or what is wrong with an order.</exception>
    public async Task<IReadOnlyDictionary<string, SurveyedToken>> AskAsync(IReadOnlyDictionary<string, CredentialSource> credentials, CancellationToken ct)
    {
        var surveyed = new Dictionary<string, SurveyedToken>();
        foreach (var (key, source) in credentials.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (source is CredentialSource.Token { Order: var order })
            {
                surveyed[key] = new SurveyedToken(order, await AskAsync(order, ct));
            }
        }

        return surveyed;
    }

    private async Task<TokenSurvey> AskAsync(TokenOrder order, CancellationToken ct)
    {
        if (!tokens.IsConfigured)
        {
            throw new RefusedException(SnowflakeFailures.NotConfigured("A snowflake_token is made in Snowflake, where this service needs a user of its own."));
        }

        try
        {
            return await tokens.SurveyAsync(order, ct);
        }
        catch (SnowflakeException e)
        {
            throw new RefusedException(SnowflakeFailures.From(e), e);
        }
    }
}
