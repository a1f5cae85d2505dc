using System.Security.Cryptography;
using System.Text.Json;
using GrpcRefresh.FunctionalTests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GrpcRefresh.FunctionalTests.Callers;

/// <summary>An OpenID Connect issuer on loopback.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public const string Audience = "grpcrefresh";

    private readonly WebApplication _app;
    private volatile IReadOnlyList<SecurityKey> _published;

    private TestIssuer(WebApplication app, string url)
    {
        (_app, Url) = (app, url);
        Signing = NewRsa("first");
        _published = [Signing];
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = Url, jwks_uri = $"{Url}/keys" }));
        app.MapGet("/keys", () => Results.Text(KeySet(), "application/json"));
    }

    public string Url { get; }

    public SecurityKey Signing { get; private set; }

    /// <summary>Signs with another key from now on, and publishes only that.</summary>
    public void Rotate(SecurityKey key)
    {
        Signing = key;
        _published = [key];
    }

    public static RsaSecurityKey NewRsa(string id) => new(RSA.Create(2048)) { KeyId = id };

    public static ECDsaSecurityKey NewCurve(string id) => new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = id };

    public static async Task<TestIssuer> StartAsync()
    {
        var url = $"http://127.0.0.1:{Ports.Free()}";
        var builder = WebApplication.CreateSlimBuilder([$"--urls={url}"]);
        builder.Logging.ClearProviders();
        var issuer = new TestIssuer(builder.Build(), url);
        await issuer._app.StartAsync();
        return issuer;
    }

    public string Token(string subject, Action<SecurityTokenDescriptor>? change = null)
    {
        var token = new SecurityTokenDescriptor
        {
            Issuer = Url,
            Audience = Audience,
            Expires = DateTime.UtcNow.AddMinutes(10),
            Claims = new Dictionary<string, object> { ["sub"] = subject },
            SigningCredentials = new SigningCredentials(Signing, Signing is RsaSecurityKey ? SecurityAlgorithms.RsaSha256 : SecurityAlgorithms.EcdsaSha256),
        };
        change?.Invoke(token);
        return new JsonWebTokenHandler().CreateToken(token);
    }

    /// <summary>The settings of a service that trusts it.</summary>
    public void Trust(Dictionary<string, string?> settings, string subject, string role)
    {
        settings["GrpcRefresh:Callers:Issuers:test:Issuer"] = Url;
        settings["GrpcRefresh:Callers:Issuers:test:Audience"] = Audience;
        settings["GrpcRefresh:Callers:Issuers:test:Subjects:0:Subject"] = subject;
        settings["GrpcRefresh:Callers:Issuers:test:Subjects:0:Role"] = role;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private string KeySet() => JsonSerializer.Serialize(new { keys = _published.Select(Public) });

    private static Dictionary<string, string> Public(SecurityKey key)
    {
        var web = key is RsaSecurityKey rsa
            ? JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.Rsa.ExportParameters(includePrivateParameters: false)))
            : JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ECDsa.Create(((ECDsaSecurityKey)key).ECDsa.ExportParameters(includePrivateParameters: false))));
        var members = new Dictionary<string, string?>
        {
            ["kty"] = web.Kty,
            ["use"] = "sig",
            ["kid"] = key.KeyId,
            ["n"] = web.N,
            ["e"] = web.E,
            ["crv"] = web.Crv,
            ["x"] = web.X,
            ["y"] = web.Y,
        };
        return members.Where(member => member.Value is not null).ToDictionary(member => member.Key, member => member.Value!);
    }
}
