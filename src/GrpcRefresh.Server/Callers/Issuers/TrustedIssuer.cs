using System.Collections.Frozen;
using GrpcRefresh.Server.Callers.Keys;
using GrpcRefresh.Server.Security;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GrpcRefresh.Server.Callers.Issuers;

/// <summary>Checks the tokens of one issuer and tells whose they are.</summary>
internal sealed class TrustedIssuer(string name, IssuerOptions options, IssuerKeys keys, TimeProvider time)
{
    private static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(60);
    private static readonly string[] UsualAlgorithms = ["RS256", "ES256"];
    private static readonly JsonWebTokenHandler Handler = new();

    private readonly FrozenDictionary<string, Caller> _callers = options.Subjects.ToFrozenDictionary(
        subject => subject.Subject!,
        subject => new Caller($"{name}:{(string.IsNullOrEmpty(subject.Name) ? subject.Subject : subject.Name)}", subject.Role!.Value, ScopeOf(subject)));

    public async Task<CredentialFinding> CheckAsync(JsonWebToken token, CancellationToken ct)
    {
        var result = await ValidateAsync(token, await keys.GetAsync(token.Kid ?? "", ct));
        if (result.Exception is SecurityTokenInvalidSignatureException or SecurityTokenSignatureKeyNotFoundException)
        {
            // Perhaps the key has changed and its id has not, or there is none.
            result = await ValidateAsync(token, await keys.GetNewAsync(token.Kid ?? "", ct));
        }

        return !result.IsValid ? Refused($"is not good ({result.Exception.GetType().Name})")
            : WhyNotNow(token) is { } reason ? Refused(reason)
            : _callers.TryGetValue(token.Subject, out var caller) ? new CredentialFinding(caller with { Until = EndOf(token) }, "") { KeepFor = KeepFor }
            : Refused($"has the subject '{CredentialFinding.Printable(token.Subject)}', which is not configured");
    }

    private Task<TokenValidationResult> ValidateAsync(JsonWebToken token, IReadOnlyList<SecurityKey> usable) => Handler.ValidateTokenAsync(token, new TokenValidationParameters
    {
        ValidIssuer = options.Issuer,
        ValidAudience = options.Audience,
        ValidAlgorithms = options.Algorithms.Count > 0 ? options.Algorithms : UsualAlgorithms,
        IssuerSigningKeyResolver = (_, _, _, _) => usable,
        RequireSignedTokens = true,
        // By our clock, below.
        ValidateLifetime = false,
    });

    private string? WhyNotNow(JsonWebToken token)
    {
        var now = time.GetUtcNow();
        return token.ValidTo == DateTime.MinValue ? "has no end (exp)"
            : EndOf(token) <= now ? $"expired at {ApiKeyWords.Time(token.ValidTo)}"
            : token.ValidFrom != DateTime.MinValue && token.ValidFrom - options.ClockSkew > now ? $"is good from {ApiKeyWords.Time(token.ValidFrom)} on (nbf)"
            : null;
    }

    /// <summary>With the skew, so that what is let in is not thrown out at once.</summary>
    private DateTimeOffset EndOf(JsonWebToken token) =>
        token.ValidTo < DateTime.MaxValue - options.ClockSkew ? new DateTimeOffset(token.ValidTo, TimeSpan.Zero) + options.ClockSkew : DateTimeOffset.MaxValue;

    private CredentialFinding Refused(string problem) => CredentialFinding.Refused($"a token of the issuer {name} {problem}");

    private static CallerScope ScopeOf(SubjectOptions subject) =>
        new(subject.Servers, subject.Sites, [.. subject.Projects.Select(project => ProjectPathText.Parse(project, out _)!)]);
}
