namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>Which of a user's tokens is the one that connections hold now.</summary>
/// <param name="Token">Null when there is none, or nobody can tell which.</param>
internal sealed record OldToken(SnowflakeTokenRecord? Token, string? Warning)
{
    /// <exception cref="RefusedException">The one that was named is not there, or the method needs one.</exception>
    public static OldToken Choose(TokenOrder order, IReadOnlyList<SnowflakeTokenRecord> tokens)
    {
        if (order.OldToken is { Length: > 0 } named)
        {
            return Named(order, named, tokens);
        }

        var active = tokens.Where(token => token.IsActive).OrderBy(token => token.Name, StringComparer.Ordinal).ToList();
        return active switch
        {
            [] => new OldToken(null,
                $"{order.User} has no token that works, so there is none to remove at the end. If the connections sign in with a password now, it stays valid: an administrator ends it (ALTER USER … UNSET PASSWORD)."),
            [var only] => new OldToken(only, null),
            _ => new OldToken(null,
                $"{order.User} has {active.Count} tokens that work ({string.Join(", ", active.Select(token => token.Name))}), so none is removed at the end. Name the one that the connections hold in old_token."),
        };
    }

    private static OldToken Named(TokenOrder order, string named, IReadOnlyList<SnowflakeTokenRecord> tokens)
    {
        var found = tokens.FirstOrDefault(token => UserTokens.SameName(token.Name, named));
        return found switch
        {
            null => throw TokenRefusals.Field("old_token",
                $"{order.User} has no token {named}. {(tokens.Count == 0 ? "It has none at all" : $"Its tokens are {string.Join(", ", tokens.Select(token => token.Name))}")}; choose one, or leave the field out."),
            { IsActive: false } => new OldToken(found, $"The token {found.Name} of {order.User} does not work any more: it is disabled or has expired."),
            _ => new OldToken(found, null),
        };
    }
}
