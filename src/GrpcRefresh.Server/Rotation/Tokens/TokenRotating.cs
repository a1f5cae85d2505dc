using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>Gives a token another secret under its own name, until that secret is known. The survey has seen to it that no earlier secret was alive.</summary>
/// <remarks>
/// Each ROTATE that took effect leaves a predecessor, and that is how it is known to have: the oldest is the secret that connections hold, those
/// between it and the new one are nobody's and are removed. As long as one without an answer has left no trace it may still come, and would make the secret of a
/// later one an old one; so it is repeated under its own request id, of which Snowflake executes one.
/// </remarks>
internal sealed class TokenRotating(SnowflakeAccount account, UserTokens tokens, TokenTrial trial, TimeProvider time)
{
    private const int Tries = 5;

    public async Task<MintedToken> RotateAsync(TokenIntent intent, CancellationToken ct)
    {
        var (user, name) = (intent.Order.User, intent.Name);
        var before = await tokens.ListAsync(user, ct);
        var known = UserTokens.PredecessorsOf(name, before).Count();
        var statement = TokenStatements.Rotate(intent, HoursOf(intent, before.FirstOrDefault(token => UserTokens.SameName(token.Name, name))));
        for (var attempt = 1; ; attempt++)
        {
            var (secret, doubt) = await TryAsync(statement, ct);
            try
            {
                var predecessors = await tokens.PredecessorsAsync(user, name, ct);
                if (secret is not null && ((!statement.Repeated && predecessors.Count == known + 1) || await trial.IsCurrentAsync(user, name, secret, ct)))
                {
                    return new MintedToken(name, secret, await SettleAsync(user, predecessors, ct));
                }

                if (attempt == Tries)
                {
                    throw Unlucky(intent, statement, doubt);
                }

                var hasLanded = doubt is null || predecessors.Count > known;
                known = predecessors.Count;
                statement = statement with { RequestId = hasLanded ? Guid.NewGuid() : statement.RequestId, Repeated = !hasLanded };
            }
            catch (SnowflakeException e) when (!e.MayHaveTakenEffect)
            {
                throw e.InDoubt();
            }
        }
    }

    private async Task<(Secret? Secret, SnowflakeException? Doubt)> TryAsync(SqlStatement statement, CancellationToken ct)
    {
        try
        {
            var result = await account.QueryAsync(statement, ct);
            return (result.Rows is [var row, ..] && row.TextOrNull("token_secret") is { Length: > 0 } told ? new Secret(told) : null, null);
        }
        catch (SnowflakeException e) when (e.MayHaveTakenEffect)
        {
            return (null, e);
        }
    }

    /// <returns>The name that the old secret has now; null when it does not work any more.</returns>
    private async Task<string?> SettleAsync(string user, IReadOnlyList<SnowflakeTokenRecord> predecessors, CancellationToken ct)
    {
        foreach (var nobodys in predecessors.Skip(1))
        {
            await tokens.RemoveAsync(user, nobodys.Name, ct);
        }

        return predecessors is [var old, ..] ? old.Name : null;
    }

    private int HoursOf(TokenIntent intent, SnowflakeTokenRecord? token)
    {
        var wanted = Math.Max(1, (int)Math.Ceiling(intent.Order.Overlap.TotalHours));
        var left = token?.ExpiresAt is { } end ? (int)Math.Floor((end - time.GetUtcNow()).TotalHours) : wanted;
        return left >= 1 ? Math.Min(wanted, left) : throw new SnowflakeException(
            SnowflakeErrorKind.Refused, $"The token {intent.Name} of {intent.Order.User} expires within the hour, so it cannot be rotated with an overlap. Use the method ADD.");
    }

    private static SnowflakeException Unlucky(TokenIntent intent, SqlStatement statement, SnowflakeException? cause) => new(
        SnowflakeErrorKind.Unexpected, $"Snowflake rotated the token {intent.Name} of {intent.Order.User} to no known secret, after {Tries} tries. {cause?.Message}".TrimEnd(), cause)
    {
        RequestId = statement.RequestId,
        MayHaveTakenEffect = true,
    };
}
