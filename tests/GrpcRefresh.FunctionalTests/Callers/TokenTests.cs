using System.Text;
using Grpc.Core;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;
using Microsoft.IdentityModel.Tokens;
using static GrpcRefresh.FunctionalTests.Callers.CallerCalls;

namespace GrpcRefresh.FunctionalTests.Callers;

public sealed class TokenTests : IAsyncLifetime
{
    private const string Subject = "user:42";

    private TestIssuer _issuer = null!;
    private TestService _service = null!;

    public async Task InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        _service = await TestService.StartAsync(settings: settings =>
        {
            _issuer.Trust(settings, Subject, "Refresher");
            settings["GrpcRefresh:Callers:FailuresBeforeDelay"] = "1000";
        });
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task A_token_of_the_issuer_lets_its_subject_in_and_nothing_else_does()
    {
        Assert.Equal(StatusCode.OK, await ListAsync(_issuer.Token(Subject)));
        var codes = new[]
        {
            await ListAsync(null),
            await ListAsync(_issuer.Token("user:43")),
            await ListAsync(_issuer.Token(Subject, token => token.Audience = "another")),
            await ListAsync(_issuer.Token(Subject, token => token.Issuer = "https://elsewhere.example.com")),
            await ListAsync(_issuer.Token(Subject, token => (token.IssuedAt, token.NotBefore, token.Expires) = (null, DateTime.UtcNow.AddHours(-2), DateTime.UtcNow.AddHours(-1)))),
            await ListAsync(_issuer.Token(Subject, token => token.SigningCredentials = null)),
            await ListAsync(_issuer.Token(Subject, token => token.SigningCredentials = new SigningCredentials(PublicKeyAsSecret(), SecurityAlgorithms.HmacSha256))),
            await ListAsync(_issuer.Token(Subject, token => token.SigningCredentials = new SigningCredentials(TestIssuer.NewRsa("first"), SecurityAlgorithms.RsaSha256))),
            await ListAsync("not.a.token"),
        };

        Assert.All(codes, code => Assert.Equal(StatusCode.Unauthenticated, code));
        Assert.Empty(_service.Errors.Entries);
    }

    [Fact]
    public async Task A_job_tells_the_issuer_and_the_subject_that_asked_for_it()
    {
        var job = await _service.RefreshedByAsync(_issuer.Token(Subject));

        Assert.Equal($"test:{Subject}", job.RequestedBy);
    }

    [Fact]
    public async Task Keys_that_the_issuer_has_rotated_are_fetched()
    {
        // The first look at the keys; between two of them lies a pause, so the rotation comes before it.
        _issuer.Rotate(TestIssuer.NewCurve("second"));

        Assert.Equal(StatusCode.OK, await ListAsync(_issuer.Token(Subject)));
    }

    [Fact]
    public async Task An_issuer_that_cannot_be_asked_is_in_the_log_and_nobody_elses_business()
    {
        var token = _issuer.Token(Subject);
        await _issuer.DisposeAsync();

        Assert.Equal(StatusCode.Unauthenticated, await ListAsync(token));
        Assert.Contains("The keys of the issuer test cannot be read", Assert.Single(_service.Errors.Entries), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_work_beside_tokens()
    {
        var key = await _service.NewKeyAsync("nightly", "--role", "viewer");

        Assert.Equal((StatusCode.OK, StatusCode.OK), (await ListAsync(key), await ListAsync(_issuer.Token(Subject))));
    }

    private SymmetricSecurityKey PublicKeyAsSecret() =>
        new(Encoding.UTF8.GetBytes(((RsaSecurityKey)_issuer.Signing).Rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = "first" };

    private Task<StatusCode> ListAsync(string? credential) => CodeAsync(_service.Jobs.ListJobsAsync(new ListJobsRequest(), With(credential)));
}
