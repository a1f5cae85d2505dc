using System.Security.Cryptography;
using GrpcRefresh.Server.Callers;
using GrpcRefresh.Server.Callers.Issuers;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Rpc;
using GrpcRefresh.V1;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GrpcRefresh.Tests.Callers.Issuers;

/// <summary>An issuer without a connection: its keys are what a test says, and it counts who asks for them.</summary>
internal sealed class TheIssuer
{
    public const string Url = "https://issuer.example.com";
    public const string Audience = "grpcrefresh";

    private readonly TrustedIssuer _trusted;

    public TheIssuer(params string[] algorithms)
    {
        Signing = new RsaSecurityKey(RSA.Create(2048)) { KeyId = "first" };
        Published = [Signing];
        var options = new IssuerOptions
        {
            Issuer = Url,
            Audience = Audience,
            Subjects = { new SubjectOptions { Subject = "user:42", Name = "loader", Role = Role.Refresher, Sites = { "" }, Projects = { "Sales/A%2FB" } } },
        };
        options.Algorithms.AddRange(algorithms);
        Keys = new IssuerKeys("snowflake", ReadAsync, Clock, Log);
        _trusted = new TrustedIssuer("snowflake", options, Keys, Clock);
    }

    public ManualClock Clock { get; } = new();

    public ListLogger<IssuerKeys> Log { get; } = new();

    public IssuerKeys Keys { get; }

    public SecurityKey Signing { get; set; }

    public List<SecurityKey> Published { get; set; }

    public bool IsDown { get; set; }

    public int Questions { get; private set; }

    public Task<CredentialFinding> CheckAsync(string token) => _trusted.CheckAsync(new JsonWebToken(token), CancellationToken.None);

    /// <summary>A token that is good, but for what a test changes.</summary>
    public string Token(Action<SecurityTokenDescriptor>? change = null, string algorithm = SecurityAlgorithms.RsaSha256)
    {
        var now = Clock.GetUtcNow().UtcDateTime;
        var token = new SecurityTokenDescriptor
        {
            Issuer = Url,
            Audience = Audience,
            Expires = now.AddMinutes(10),
            NotBefore = now,
            Claims = new Dictionary<string, object> { ["sub"] = "user:42" },
            SigningCredentials = new SigningCredentials(Signing, algorithm),
        };
        change?.Invoke(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    private Task<IReadOnlyList<SecurityKey>> ReadAsync(CancellationToken ct)
    {
        Questions++;
        return IsDown ? throw new HttpRequestException("Connection refused.") : Task.FromResult<IReadOnlyList<SecurityKey>>([.. Published]);
    }
}
