using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GrpcRefresh.Server.Callers.Issuers;

/// <summary>Tells whose token was presented. What it says of its issuer decides who is asked whether that is so.</summary>
internal sealed class TokenCheck
{
    private readonly FrozenDictionary<string, TrustedIssuer> _issuers;

    public TokenCheck(IOptions<CallersOptions> options, TimeProvider time, ILogger<TokenCheck> logger) => _issuers = options.Value.Issuers.ToFrozenDictionary(
        issuer => issuer.Value.Issuer!,
        issuer => new TrustedIssuer(issuer.Key, issuer.Value, KeysOf(issuer.Key, issuer.Value, time, logger), time));

    /// <summary>Whether a text is to be read as a token rather than as a key.</summary>
    public bool IsMeant(string credential) => _issuers.Count > 0 && credential.AsSpan().Count('.') == 2;

    public async Task<CredentialFinding> CheckAsync(string credential, CancellationToken ct) =>
        Read(credential) is not { } token ? CredentialFinding.Refused("what was sent looks like a token and cannot be read as one")
        : _issuers.TryGetValue(token.Issuer, out var issuer) ? await issuer.CheckAsync(token, ct)
        : CredentialFinding.Refused($"a token of the issuer '{CredentialFinding.Printable(token.Issuer)}', which is not configured");

    private static JsonWebToken? Read(string credential)
    {
        try
        {
            return new JsonWebToken(credential);
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    private static IssuerKeys KeysOf(string name, IssuerOptions issuer, TimeProvider time, ILogger logger)
    {
        // For as long as the service runs; opened with the first question.
        var http = new Lazy<HttpClient>(() => IssuerDocuments.NewClient(issuer.CaFile));
        return new IssuerKeys(name, ct => IssuerDocuments.ReadKeysAsync(http.Value, issuer, ct), time, logger);
    }
}
