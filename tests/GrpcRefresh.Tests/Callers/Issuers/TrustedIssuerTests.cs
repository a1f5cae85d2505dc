using System.Security.Cryptography;
using System.Text;
using GrpcRefresh.V1;
using Microsoft.IdentityModel.Tokens;

namespace GrpcRefresh.Tests.Callers.Issuers;

public sealed class TrustedIssuerTests
{
    private readonly TheIssuer _issuer = new();

    public static TheoryData<string, Action<SecurityTokenDescriptor>> BadTokens => new()
    {
        { "InvalidAudience", token => token.Audience = "another-service" },
        { "InvalidAudience", token => token.Audience = null },
        { "InvalidIssuer", token => token.Issuer = "https://issuer.example.com/" },
        { "which is not configured", token => token.Claims!["sub"] = "user:4" },
        { "which is not configured", token => token.Claims!["sub"] = "USER:42" },
        { "which is not configured", token => token.Claims!.Remove("sub") },
        { "has no end", token => token.Expires = null },
        { "expired at", token => token.Expires = token.NotBefore!.Value.AddMinutes(-2) },
        { "is good from", token => token.NotBefore = token.NotBefore!.Value.AddMinutes(2) },
        { "InvalidSignature", token => token.SigningCredentials = null },
    };

    [Fact]
    public async Task A_good_token_says_who_calls_what_that_one_may_do_where_and_until_when()
    {
        var caller = (await _issuer.CheckAsync(_issuer.Token())).Caller!;

        Assert.Equal(("snowflake:loader", Role.Refresher, false), (caller.Name, caller.Role, caller.IsAnonymous));
        Assert.Equal(_issuer.Clock.GetUtcNow().AddMinutes(10).AddSeconds(60), caller.Until);
        Assert.True(caller.Scope.Covers(new("default", ""), ["Sales", "A/B"]));
        Assert.False(caller.Scope.Covers(new("default", "marketing"), ["Sales", "A/B"]));
    }

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task A_token_with_one_thing_wrong_is_refused_and_the_log_says_which(string problem, Action<SecurityTokenDescriptor> change)
    {
        var finding = await _issuer.CheckAsync(_issuer.Token(token =>
        {
            token.NotBefore = token.NotBefore;
            change(token);
        }));

        Assert.Null(finding.Caller);
        Assert.Contains(problem, finding.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_differs_a_little_is_forgiven()
    {
        var early = _issuer.Token(token => token.NotBefore = token.NotBefore!.Value.AddSeconds(59));
        var late = _issuer.Token(token => (token.NotBefore, token.Expires) = (null, token.NotBefore!.Value.AddSeconds(-59)));

        Assert.NotNull((await _issuer.CheckAsync(early)).Caller);
        Assert.NotNull((await _issuer.CheckAsync(late)).Caller);
    }

    [Fact]
    public async Task A_token_signed_by_somebody_else_is_refused()
    {
        _issuer.Signing = new RsaSecurityKey(RSA.Create(2048)) { KeyId = "first" };

        Assert.Null((await _issuer.CheckAsync(_issuer.Token())).Caller);
    }

    [Fact]
    public async Task A_token_whose_content_was_changed_is_refused()
    {
        var parts = _issuer.Token().Split('.');
        var content = Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(parts[1])).Replace("user:42", "user:43", StringComparison.Ordinal);

        Assert.Null((await _issuer.CheckAsync($"{parts[0]}.{Base64UrlEncoder.Encode(content)}.{parts[2]}")).Caller);
    }

    [Fact]
    public async Task A_token_signed_with_the_public_key_as_a_secret_is_refused()
    {
        var publicKey = ((RsaSecurityKey)_issuer.Signing).Rsa.ExportSubjectPublicKeyInfoPem();
        var forged = _issuer.Token(token => token.SigningCredentials =
            new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(publicKey)) { KeyId = "first" }, SecurityAlgorithms.HmacSha256));

        Assert.Null((await _issuer.CheckAsync(forged)).Caller);
    }

    [Fact]
    public async Task Only_the_configured_algorithms_count()
    {
        var other = new TheIssuer("ES256");

        Assert.Null((await other.CheckAsync(other.Token())).Caller);
        Assert.Null((await _issuer.CheckAsync(_issuer.Token(algorithm: SecurityAlgorithms.RsaSha384))).Caller);
    }

    [Fact]
    public async Task A_key_on_a_curve_is_as_good()
    {
        _issuer.Signing = new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "curve" };
        _issuer.Published.Add(_issuer.Signing);

        Assert.NotNull((await _issuer.CheckAsync(_issuer.Token(algorithm: SecurityAlgorithms.EcdsaSha256))).Caller);
    }

    [Fact]
    public async Task A_key_that_was_changed_under_its_old_id_is_found()
    {
        await _issuer.CheckAsync(_issuer.Token());
        _issuer.Clock.Advance(TimeSpan.FromSeconds(10));
        _issuer.Signing = new RsaSecurityKey(RSA.Create(2048)) { KeyId = "first" };
        _issuer.Published = [_issuer.Signing];

        Assert.NotNull((await _issuer.CheckAsync(_issuer.Token())).Caller);
    }
}
