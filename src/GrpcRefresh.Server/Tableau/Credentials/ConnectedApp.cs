using System.Text;
using System.Xml.Linq;
using GrpcRefresh.Server.Security;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GrpcRefresh.Server.Tableau.Credentials;

/// <summary>A connected app (direct trust): each sign-in brings a token of our own making, good once and for minutes.</summary>
internal sealed class ConnectedApp(string key, string clientId, string secretId, SecretSource secretValue, string user) : ICredential
{
    /// <summary>Half of what Tableau allows, for clocks that differ.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    // HS256 asks for as many bytes as its digest has; Tableau's own secret values are longer.
    private const int ShortestSecret = 32;

    /// <summary>What the service does at Tableau, and no more; content covers projects, connections and the metadata API.</summary>
    private static readonly string[] Scopes =
    [
        "tableau:content:read", "tableau:tasks:run", "tableau:tasks:read", "tableau:jobs:read", "tableau:jobs:update", "tableau:users:read",
        "tableau:datasources:update", "tableau:workbooks:update",
    ];

    public string WhyLost => "a connected app that may not make a call is refused as if its session were lost. Check that the app is enabled " +
        "for the site's projects, and that Tableau is 2025.1 or newer: older ones do not let connected apps ask about jobs.";

    public Secret ReadSecret() => secretValue.Read() is var secret && Encoding.UTF8.GetByteCount(secret.Reveal()) >= ShortestSecret
        ? secret
        : throw new SecretUnavailableException($"{key}:SecretValue is shorter than {ShortestSecret} characters. Use the secret value that Tableau made for the connected app.");

    public IEnumerable<XAttribute> SignIn(Secret secret, DateTimeOffset now) => [new("jwt", Sign(secret, now))];

    private string Sign(Secret secret, DateTimeOffset now)
    {
        // Not cached: the library would keep a key for as long as the process lives, also one that was rotated away.
        var signing = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret.Reveal()))
        {
            KeyId = secretId,
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = clientId,
            Audience = "tableau",
            Expires = (now + Life).UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = user, ["jti"] = Guid.NewGuid().ToString(), ["scp"] = Scopes },
            AdditionalHeaderClaims = new Dictionary<string, object> { ["iss"] = clientId },
            SigningCredentials = new SigningCredentials(signing, SecurityAlgorithms.HmacSha256),
        });
    }
}
