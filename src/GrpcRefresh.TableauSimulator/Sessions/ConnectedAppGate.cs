using GrpcRefresh.Simulation.Rest;
using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Sessions;

/// <summary>
/// Checks the tokens that connected apps sign. The numbers are those of Tableau's page on troubleshooting connected apps; it is a
/// matter of taste which of two applies, so a client should show them and decide nothing by them.
/// </summary>
internal sealed class ConnectedAppGate(WorldData data)
{
    private const int LoginFailed = 16;
    private const int AppNotFound = 126;
    private const int SecretNotFound = 127;
    private const int BadHeader = 10083;
    private const int BadClaims = 10084;
    private const int TokenUsedBefore = 10091;
    private const int TokenIdMissing = 10094;
    private const int ScopesMissing = 10099;

    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    /// <exception cref="RestRefusal">The token is not good for this site now.</exception>
    public Identity Admit(string jwt, Site site, DateTimeOffset now)
    {
        var token = ConnectedAppToken.Parse(jwt) ?? throw Refuse.SignInFailed(BadClaims);
        CheckSignature(token, site);
        var scopes = token.Scopes ?? throw Refuse.SignInFailed(ScopesMissing);
        var user = CheckClaims(token, site, now);
        Use(token, now);
        return new Identity(user, $"{token.Claim("iss")} for {user.Name}") { Scopes = scopes };
    }

    private void CheckSignature(ConnectedAppToken token, Site site)
    {
        if (token.HeaderText("alg") != "HS256" || token.HeaderText("kid") is not { } secretId || token.HeaderText("iss") is not { } client)
        {
            throw Refuse.SignInFailed(BadHeader);
        }

        var app = data.ConnectedApps.Find(app => app.ClientId == client && app.ClientId == token.Claim("iss") && app.SiteLuid == site.Luid)
            ?? throw Refuse.SignInFailed(AppNotFound);
        if (app.SecretId != secretId || !token.IsSignedWith(app.SecretValue))
        {
            throw Refuse.SignInFailed(SecretNotFound);
        }
    }

    private User CheckClaims(ConnectedAppToken token, Site site, DateTimeOffset now)
    {
        if (token.Claim("aud") != "tableau")
        {
            throw Refuse.SignInFailed(BadClaims);
        }

        if (token.Expires is not { } expires || expires <= now || expires > now + LongestLife)
        {
            throw Refuse.SignInFailed(LoginFailed);
        }

        var name = token.Claim("sub");
        return data.Users.Find(user => user.SiteLuid == site.Luid && (user.Name == name || user.Email == name)) ?? throw Refuse.SignInFailed(LoginFailed);
    }

    /// <summary>A token id is good for one sign-in; it is remembered until the token could not be used anyway.</summary>
    private void Use(ConnectedAppToken token, DateTimeOffset now)
    {
        foreach (var old in _used.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToList())
        {
            _used.Remove(old);
        }

        var id = token.Claim("jti") ?? throw Refuse.SignInFailed(TokenIdMissing);
        if (!_used.TryAdd(id, token.Expires!.Value))
        {
            throw Refuse.SignInFailed(TokenUsedBefore);
        }
    }
}
