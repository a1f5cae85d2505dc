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
    public async Task<MintedToken> RotateAsync(TokenIntent intent, CancellationToken ct)
    {
        var (user, name) = (intent.Order.User, intent.Name);
        var mayBeRotated = intent.IsRepeated;
        try
        {
            var before = await tokens.ListAsync(user, ct);
            var known = UserTokens.PredecessorsOf(name, before).Count();
            var statement = TokenStatements.Rotate(intent, HoursOf(intent, before.FirstOrDefault(token => UserTokens.SameName(token.Name, name))));
            for (var number = 1; ; number++)
            {
                var attempt = await MakingAttempt.RunAsync(account, statement, ct);
                mayBeRotated = true;
                var there = await tokens.ListAsync(user, ct);
                var predecessors = UserTokens.PredecessorsOf(name, there).ToList();
                if (attempt.Secret is { } secret
                    && ((!statement.Repeated && predecessors.Count == known + 1) || await trial.IsCurrentAsync(user, name, secret, ct)))
                {
                    return new MintedToken(name, secret, await SettleAsync(user, predecessors, ct))
                    {
                        ExpiresAt = there.FirstOrDefault(token => UserTokens.SameName(token.Name, name))?.ExpiresAt,
                        OldExpiresAt = predecessors.FirstOrDefault()?.ExpiresAt,
                    };
                }

                if (number == MakingAttempt.Most)
                {
                    throw attempt.GivenUp(intent, statement);
                }

                var hasLanded = attempt.Doubt is null || predecessors.Count > known;
                known = predecessors.Count;
                statement = statement with { RequestId = hasLanded ? Guid.NewGuid() : statement.RequestId, Repeated = !hasLanded };
            }
        }
        catch (SnowflakeException e) when (mayBeRotated && !e.MayHaveTakenEffect)
        {
            throw e.InDoubt();
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
}
