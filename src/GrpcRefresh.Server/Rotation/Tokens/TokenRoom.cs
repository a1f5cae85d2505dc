using System.Globalization;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>Whether the tokens that a user has leave room, and time, for what is ordered.</summary>
internal static class TokenRoom
{
    /// <summary>Snowflake's limit. Disabled and rotated tokens count, expired ones do not.</summary>
    private const int MostTokens = 15;

    private static readonly TimeSpan ShortestOverlap = TimeSpan.FromHours(1);

    /// <exception cref="RefusedException">They do not.</exception>
    public static void Check(TokenOrder order, IReadOnlyList<SnowflakeTokenRecord> tokens, SnowflakeTokenRecord? old, DateTimeOffset now)
    {
        if (order.Method == TokenMethod.Rotate)
        {
            CheckRotation(order, tokens, old, now);
        }

        var counting = tokens.Where(token => token.Counts).ToList();
        if (counting.Count >= MostTokens)
        {
            var leftovers = counting.Where(token => token != old && (token.RotatedTo is not null || token.IsOurs)).Select(token => token.Name).ToList();
            throw TokenRefusals.Precondition(
                $"{order.User} has {counting.Count} tokens, and Snowflake allows {MostTokens}. Remove one that nobody uses (ALTER USER … REMOVE PROGRAMMATIC ACCESS TOKEN …)"
                + (leftovers.Count == 0 ? "." : $"; leftovers of rotations, unless connections still hold them, are {string.Join(", ", leftovers)}."));
        }
    }

    public static IEnumerable<string> Warnings(TokenOrder order, SnowflakeTokenRecord? old, DateTimeOffset now)
    {
        if (old is { IsActive: true, ExpiresAt: { } end } && end - now < order.Overlap)
        {
            yield return $"The old token {old.Name} of {order.User} expires at {end.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC, before the overlap is over: what has not been changed by then is locked out.";
        }
    }

    private static void CheckRotation(TokenOrder order, IReadOnlyList<SnowflakeTokenRecord> tokens, SnowflakeTokenRecord? old, DateTimeOffset now)
    {
        if (old is null)
        {
            throw TokenRefusals.Field("old_token", "is required with ROTATE, which changes the secret of that token. Name it, or use ADD.");
        }

        if (!old.IsActive || old.RotatedTo is not null)
        {
            throw TokenRefusals.Field("old_token", $"{old.Name} cannot be rotated: it is disabled, expired, or itself the old secret of a rotated token. Use ADD.");
        }

        if (old.ExpiresAt - now < ShortestOverlap)
        {
            throw TokenRefusals.Precondition($"The token {old.Name} of {order.User} expires within the hour, so that its old secret would have no overlap. Use ADD.");
        }

        // Which of two old secrets the connections hold could not be told after a crash.
        if (UserTokens.PredecessorsOf(old.Name, tokens).ToList() is { Count: > 0 } alive)
        {
            throw TokenRefusals.Precondition(
                $"The token {old.Name} of {order.User} was rotated before, and its old secret still works ({string.Join(", ", alive.Select(token => token.Name))}). Wait until it expires or remove it, or use ADD.");
        }
    }
}
