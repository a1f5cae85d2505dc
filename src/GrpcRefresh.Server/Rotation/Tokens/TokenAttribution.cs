namespace GrpcRefresh.Server.Rotation.Tokens;

/// <summary>Says which token a login was made with, by joining what Snowflake tells at once (the tokens) with what it tells late (the credentials).</summary>
/// <remarks>
/// A name alone does not do: ROTATE gives the old secret's credential another one, and until the view knows that, the old secret would pass for the new one. So a
/// credential is a token only if both were made at the same moment, and the view knows every secret that the token had before.
/// </remarks>
internal sealed class TokenAttribution
{
    private static readonly TimeSpan SameMoment = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, string> _names;

    public TokenAttribution(IReadOnlyList<SnowflakeTokenRecord> tokens, IReadOnlyList<CredentialRecord> credentials) => _names =
        (from credential in credentials
         from token in tokens
         where UserTokens.SameName(token.Name, credential.Name) && MadeTogether(token, credential)
             && UserTokens.PredecessorsOf(token.Name, tokens).All(old => credentials.Any(known => UserTokens.SameName(known.Name, old.Name)))
         select (credential.Id, token.Name)).DistinctBy(pair => pair.Id).ToDictionary();

    /// <summary>Null when it is not known, or not any more.</summary>
    public string? NameOf(LoginGroup login) => login.CredentialId is { } id ? _names.GetValueOrDefault(id) : null;

    /// <summary>Whether logins by it would be recognised: if so, a credential without a name is another token.</summary>
    public bool Knows(string token) => _names.Values.Any(name => UserTokens.SameName(name, token));

    /// <summary>Whether it was made with this token, or may have been.</summary>
    public bool MayBe(LoginGroup login, string token) => NameOf(login) is { } name
        ? UserTokens.SameName(name, token)
        : login.IsByToken && (login.CredentialId is null || !Knows(token));

    private static bool MadeTogether(SnowflakeTokenRecord token, CredentialRecord credential) =>
        token.CreatedAt is null || credential.CreatedAt is null || (token.CreatedAt - credential.CreatedAt).Value.Duration() <= SameMoment;
}
