using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Tableau;
using Xunit;

namespace GrpcRefresh.Tests.Tableau;

/// <summary>How the service signs in by user and password, and by a connected app.</summary>
public sealed class CredentialTests
{
    private const string SecretValue = "the-secret-value-of-a-connected-app-is-long";

    [Fact]
    public async Task A_user_signs_in_by_name_and_password()
    {
        using var bench = With(credential => (credential.UserName, credential.Password) = ("svc", new Secret("pass&word")));

        await bench.ReadAsync();

        var credentials = SignIn(bench);
        Assert.Equal([("name", "svc"), ("password", "pass&word")], credentials.Attributes().Select(a => (a.Name.LocalName, a.Value)));
        Assert.Equal("", credentials.Element("site")!.Attribute("contentUrl")!.Value);
    }

    [Fact]
    public async Task A_connected_app_signs_a_token_that_says_what_Tableau_asks_for_and_no_more()
    {
        using var bench = With(App);

        await bench.ReadAsync();

        var jwt = SignIn(bench).Attributes().Single(a => a.Name == "jwt").Value;
        var (header, claims) = (Part(jwt, 0), Part(jwt, 1));
        Assert.Equal(("HS256", "key-id", "client-id"), (Text(header, "alg"), Text(header, "kid"), Text(header, "iss")));
        Assert.Equal(("client-id", "tableau", "svc@example.com"), (Text(claims, "iss"), Text(claims, "aud"), Text(claims, "sub")));
        Assert.True(Guid.TryParse(Text(claims, "jti"), out _));
        Assert.Equal(bench.Time.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds(), claims.GetProperty("exp").GetInt64());
        Assert.Equal(
            ["tableau:content:read", "tableau:datasources:update", "tableau:jobs:read", "tableau:jobs:update", "tableau:tasks:read", "tableau:tasks:run", "tableau:users:read", "tableau:workbooks:update"],
            claims.GetProperty("scp").EnumerateArray().Select(scope => scope.GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(["aud", "exp", "iss", "jti", "scp", "sub"], claims.EnumerateObject().Select(claim => claim.Name).Order(StringComparer.Ordinal));
        Assert.True(IsSigned(jwt, SecretValue));
    }

    [Fact]
    public async Task Every_sign_in_has_a_token_of_its_own()
    {
        using var bench = With(App);
        await bench.ReadAsync();
        var first = Part(SignIn(bench).Attribute("jwt")!.Value, 1);
        bench.Time.Advance(TimeSpan.FromMinutes(10));
        bench.Stub.LiveToken = null;

        await bench.ReadAsync();

        Assert.NotEqual(Text(first, "jti"), Text(Part(SignIn(bench).Attribute("jwt")!.Value, 1), "jti"));
    }

    [Fact]
    public async Task The_token_expires_by_Tableaus_clock_not_by_ours()
    {
        using var bench = With(App);
        var theirs = bench.Time.GetUtcNow().AddHours(1);
        bench.Stub.On("GET /serverinfo", _ =>
        {
            var answer = Answer.Xml("<serverInfo><restApiVersion>3.27</restApiVersion></serverInfo>");
            answer.Headers.Date = theirs;
            return answer;
        });

        await bench.ReadAsync();

        Assert.Equal(theirs.AddMinutes(5).ToUnixTimeSeconds(), Part(SignIn(bench).Attribute("jwt")!.Value, 1).GetProperty("exp").GetInt64());
    }

    [Fact]
    public async Task A_rotated_secret_file_counts_from_the_next_sign_in_on()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, SecretValue + "\n");
        using var bench = With(credential =>
        {
            App(credential);
            (credential.ConnectedApp.SecretValue, credential.ConnectedApp.SecretValueFile) = (null, file);
        });
        await bench.ReadAsync();
        await File.WriteAllTextAsync(file, "another-secret-value-of-the-connected-app");
        bench.Time.Advance(TimeSpan.FromMinutes(10));
        bench.Stub.LiveToken = null;

        await bench.ReadAsync();

        Assert.True(IsSigned(SignIn(bench).Attribute("jwt")!.Value, "another-secret-value-of-the-connected-app"));
        File.Delete(file);
    }

    [Fact]
    public async Task A_connected_app_that_is_refused_again_and_again_is_told_about_scopes_not_about_tokens()
    {
        using var bench = With(App);
        bench.Stub.On("GET /jobs/job-1", _ => Answer.Error("401002"));
        await Assert.ThrowsAsync<TableauException>(() => bench.ReadAsync());

        var e = await Assert.ThrowsAsync<TableauException>(() => bench.ReadAsync());

        Assert.Equal(TableauErrorKind.AuthFailed, e.Kind);
        Assert.Contains("2025.1 or newer", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("personal access token", e.Message, StringComparison.Ordinal);
        Assert.Equal(2, bench.Stub.SignIns);
    }

    private static TableauWorkbench With(Action<TableauCredentialOptions> configure)
    {
        var bench = new TableauWorkbench(server =>
        {
            server.Sites.Clear();
            var site = new TableauSiteOptions();
            configure(site.Credential);
            server.Sites.Add(site);
        });
        bench.Stub.On("GET /jobs/job-1", _ => Answer.Job());
        return bench;
    }

    private static void App(TableauCredentialOptions credential)
    {
        var app = credential.ConnectedApp;
        (app.ClientId, app.SecretId, app.SecretValue, app.User) = ("client-id", "key-id", new Secret(SecretValue), "svc@example.com");
    }

    private static XElement SignIn(TableauWorkbench bench) => XElement.Parse(bench.Stub.Last("POST /auth/signin").Body).Element("credentials")!;

    private static JsonElement Part(string jwt, int place) => JsonDocument.Parse(Base64Url.DecodeFromChars(jwt.Split('.')[place])).RootElement;

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static bool IsSigned(string jwt, string secret) => Base64Url.DecodeFromChars(jwt.Split('.')[2]).SequenceEqual(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(jwt[..jwt.LastIndexOf('.')])));
}
