namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>Which of a user's tokens is the one that connections hold now.</summary>
/// <param name="Token">The one that is to go; null when there is none, or nobody can tell which.</param>
/// <param name="Model">The one whose role and lifetime the new one gets: also the user's only one of which nobody can tell who holds it.</param>
internal sealed record OldToken(SnowflakeTokenRecord? Token, SnowflakeTokenRecord? Model, string? Warning)
{
    /// <param name="uses">What the look-back of the login history tells; empty also when it may not be read.</param>
    /// <exception cref="RefusedException">The one that was named is not there, or the method needs one.</exception>
    public static OldToken Choose(TokenOrder order, IReadOnlyList<SnowflakeTokenRecord> tokens, IReadOnlyList<TokenUseRecord> uses)
    {
        if (order.OldToken is { Length: > 0 } named)
        {
            return Named(order, named, tokens);
        }

        var active = tokens.Where(token => token.IsActive).OrderBy(token => token.Name, StringComparer.Ordinal).ToList();
        return active switch
        {
            [] => new OldToken(null, null,
                $"{order.User} has no token that works, so there is none to remove at the end. If the connections sign in with a password now, it stays valid: an administrator ends it (ALTER USER … UNSET PASSWORD)."),
            [var only] => Only(order, only, uses),
            _ => new OldToken(null, null,
                $"{order.User} has {active.Count} tokens that work ({string.Join(", ", active.Select(token => token.Name))}), so none is removed at the end. Name the one that the connections hold in old_token."),
        };
    }

    // It may be somebody else's, while the connections sign in with a password.
    private static OldToken Only(TokenOrder order, SnowflakeTokenRecord only, IReadOnlyList<TokenUseRecord> uses)
    {
        var why = uses.Any(use => use.TokenName is null) ? "somebody signed in without a token lately"
            : !uses.Any(use => use.TokenName is { } name && UserTokens.SameName(name, only.Name)) ? "the login history shows no use of it lately"
            : null;
        return why is null ? new OldToken(only, only, null) : new OldToken(null, only,
            $"{order.User} has one token that works, {only.Name}, but {why}: the connections may hold something else, so it is not removed at the end. If they hold it, name it in old_token.");
    }

    private static OldToken Named(TokenOrder order, string named, IReadOnlyList<SnowflakeTokenRecord> tokens)
    {
        var found = tokens.FirstOrDefault(token => UserTokens.SameName(token.Name, named));
        return found switch
        {
            null => throw TokenRefusals.Field("old_token",
                $"{order.User} has no token {named}. {(tokens.Count == 0 ? "It has none at all" : $"Its tokens are {string.Join(", ", tokens.Select(token => token.Name))}")}; choose one, or leave the field out."),
            { IsActive: false } => new OldToken(found, found, $"The token {found.Name} of {order.User} does not work any more: it is disabled or has expired."),
            _ => new OldToken(found, found, null),
        };
    }
}
