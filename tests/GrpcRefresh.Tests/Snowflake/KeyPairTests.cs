using System.Security.Cryptography;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GrpcRefresh.Tests.Snowflake;

public sealed class KeyPairTests : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);
    private readonly string _file = Path.GetTempFileName();
    private readonly SnowflakeWorkbench _bench;

    public KeyPairTests()
    {
        PrivateAuthority.WritePrivately(_file, _key.ExportPkcs8PrivateKeyPem());
        _bench = new SnowflakeWorkbench(options => options.PrivateKeyFile = _file);
        _bench.Stub.Answers(_ => StubSnowflake.Rows(["1"]));
    }

    [Fact]
    public async Task The_token_names_account_user_and_key_in_capitals_and_is_signed()
    {
        await _bench.QueryAsync();

        var call = _bench.Stub.Calls[0];
        var token = new JsonWebToken(call.Token);
        var fingerprint = Convert.ToBase64String(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()));
        Assert.Equal("KEYPAIR_JWT", call.Kind);
        Assert.Equal(("RS256", $"MYORG-MYACCOUNT.SVC.SHA256:{fingerprint}", "MYORG-MYACCOUNT.SVC"), (token.Alg, token.Issuer, token.Subject));
        Assert.Equal(_bench.Time.GetUtcNow().UtcDateTime, token.IssuedAt);
        Assert.True(token.ValidTo - token.IssuedAt < TimeSpan.FromHours(1));
        var checkedToken = await new JsonWebTokenHandler().ValidateTokenAsync(call.Token, new TokenValidationParameters
        {
            IssuerSigningKey = new RsaSecurityKey(_key),
            ValidateAudience = false,
            ValidateLifetime = false,
            ValidIssuer = token.Issuer,
        });
        Assert.True(checkedToken.IsValid);
    }

    [Fact]
    public async Task A_token_is_made_once_and_renewed_well_before_its_hour()
    {
        await _bench.QueryAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(44));
        await _bench.QueryAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        await _bench.QueryAsync();

        var tokens = _bench.Stub.Calls.Select(call => call.Token).ToList();
        Assert.Equal(tokens[0], tokens[1]);
        Assert.NotEqual(tokens[1], tokens[2]);
    }

    [Fact]
    public async Task A_rotated_key_file_counts_from_the_next_statement_on()
    {
        await _bench.QueryAsync();
        using var other = RSA.Create(2048);
        File.WriteAllText(_file, other.ExportPkcs8PrivateKeyPem());
        await _bench.QueryAsync();

        Assert.EndsWith(Convert.ToBase64String(SHA256.HashData(other.ExportSubjectPublicKeyInfo())), new JsonWebToken(_bench.Stub.Calls[1].Token).Issuer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_clock_is_learnt_from_the_refusal_and_the_statement_sent_once_more()
    {
        var theirs = _bench.Time.GetUtcNow().AddHours(-3);
        _bench.Stub.Answers(_ => Dated(StubSnowflake.Error(401, "390144", "JWT token is invalid. [c1d2e3f4-0000-4000-8000-000000000001]")), _ => StubSnowflake.Rows(["1"]));

        await _bench.QueryAsync();

        Assert.Equal(theirs.UtcDateTime, new JsonWebToken(_bench.Stub.Calls[1].Token).IssuedAt);

        HttpResponseMessage Dated(HttpResponseMessage answer)
        {
            answer.Headers.Date = theirs;
            return answer;
        }
    }

    [Fact]
    public async Task A_refusal_that_stays_tells_the_id_for_the_administrator()
    {
        _bench.Stub.Answers(_ => StubSnowflake.Error(401, "390144", "JWT token is invalid. [c1d2e3f4-0000-4000-8000-000000000001]"));

        var e = await _bench.FailureAsync();

        Assert.Equal((SnowflakeErrorKind.AuthFailed, "390144", "c1d2e3f4-0000-4000-8000-000000000001"), (e.Kind, e.Code, e.LoginFailureId));
        Assert.Contains("SYSTEM$GET_LOGIN_FAILURE_DETAILS('c1d2e3f4-0000-4000-8000-000000000001')", e.Message, StringComparison.Ordinal);
        Assert.Equal(2, _bench.Stub.Calls.Count);
        Assert.False(e.MayHaveTakenEffect);
    }

    [Fact]
    public async Task A_key_file_that_has_gone_is_a_typed_failure_that_names_the_key()
    {
        File.Delete(_file);
        var e = await _bench.FailureAsync();
        Assert.Equal(SnowflakeErrorKind.AuthFailed, e.Kind);
        Assert.Contains("GrpcRefresh:Snowflake:PrivateKeyFile", e.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _bench.Dispose();
        _key.Dispose();
        File.Delete(_file);
    }
}
