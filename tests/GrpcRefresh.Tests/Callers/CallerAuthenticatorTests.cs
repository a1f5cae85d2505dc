using System.Buffers.Text;
using System.Net;
using System.Text;
using GrpcRefresh.Server.Callers;
using GrpcRefresh.Server.Callers.Issuers;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Callers;

public sealed class CallerAuthenticatorTests : IAsyncLifetime
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private CallerWorkbench _bench = null!;

    public async Task InitializeAsync() => _bench = await CallerWorkbench.OpenAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3")]
    public async Task While_none_are_configured_a_caller_is_known_by_its_address_and_may_do_everything(string source, string name)
    {
        var caller = await _bench.CallAsync(null, source);

        Assert.Equal((name, Role.Admin, true), (caller.Name, caller.Role, caller.IsAnonymous));
    }

    [Fact]
    public async Task A_key_says_who_calls_what_that_one_may_do_where_and_until_when()
    {
        var scope = new CallerScope(["default"], ["", "marketing"], [["Sales", "EMEA/North"]]);
        var (text, key) = _bench.NewKey("nightly", Role.Rotator, scope, TimeSpan.FromDays(90));

        var caller = await _bench.CallAsync(text);

        Assert.Equal(("nightly", Role.Rotator, false), (caller.Name, caller.Role, caller.IsAnonymous));
        Assert.Equal((key.KeyId, _bench.Clock.GetUtcNow().AddDays(90)), (caller.KeyId, caller.Until));
        Assert.True(caller.Scope.Covers(new("default", "marketing"), ["Sales", "EMEA/North", "2026"]));
        Assert.False(caller.Scope.Covers(new("default", "finance"), ["Sales", "EMEA/North"]));
    }

    [Fact]
    public async Task The_first_key_closes_the_service_to_strangers_while_it_runs()
    {
        Assert.True((await _bench.CallAsync(null)).IsAnonymous);

        _bench.NewKey();
        _bench.Clock.Advance(Moment);

        Assert.Equal(ErrorReason.Unauthenticated, (await _bench.RefusedAsync(null)).Reason);
    }

    [Fact]
    public async Task Every_key_works_at_once()
    {
        await _bench.CallAsync(null);

        Assert.Equal("first", (await _bench.CallAsync(_bench.NewKey("first").Text)).Name);
        Assert.Equal("second", (await _bench.CallAsync(_bench.NewKey("second").Text)).Name);
    }

    [Fact]
    public async Task Revoking_the_last_key_does_not_open_the_service()
    {
        var (text, key) = _bench.NewKey();
        await _bench.CallAsync(text);
        _bench.Keys.Revoke(key.KeyId);
        _bench.Clock.Advance(Moment);

        await _bench.RefusedAsync(text);
        await _bench.RefusedAsync(null);
    }

    [Fact]
    public async Task A_key_that_ends_while_it_is_remembered_is_refused_on_the_spot()
    {
        var (text, _) = _bench.NewKey(lifetime: TimeSpan.FromMilliseconds(500));
        await _bench.CallAsync(text);

        _bench.Clock.Advance(TimeSpan.FromMilliseconds(500));

        await _bench.RefusedAsync(text);
    }

    [Fact]
    public async Task A_good_key_is_looked_up_once_a_second_and_a_bad_one_each_time()
    {
        var (good, _) = _bench.NewKey();
        await _bench.CallAsync(good);
        await _bench.CallAsync(good);
        Assert.Single(_bench.Comparisons);

        await _bench.RefusedAsync(good[..^1] + "_");
        await _bench.RefusedAsync(good[..^1] + "_");
        Assert.Equal(3, _bench.Comparisons.Count);

        _bench.Clock.Advance(Moment);
        await _bench.CallAsync(good);
        Assert.Equal(4, _bench.Comparisons.Count);
    }

    [Theory]
    [InlineData("""{"iss":null}""")]
    [InlineData("""{"iss":5}""")]
    [InlineData("""{"sub":null,"iss":"https://issuer.example.com"}""")]
    [InlineData("{}")]
    [InlineData("no json")]
    public async Task A_token_that_says_odd_things_of_its_issuer_is_refused_as_any_other(string payload)
    {
        var options = new CallersOptions { Issuers = { ["odd"] = new IssuerOptions { Issuer = "https://issuer.example.com", Audience = "x", KeysAddress = new Uri("http://127.0.0.1:1/") } } };
        await using var bench = await CallerWorkbench.OpenAsync(options);

        var failure = await bench.RefusedAsync($"{Encoded("""{"alg":"RS256"}""")}.{Encoded(payload)}.{Encoded("signature")}");

        Assert.Equal((ErrorReason.Unauthenticated, 0), (failure.Reason, failure.Metadata.Count));
    }

    private static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData("Bearer {0}", true)]
    [InlineData("bearer {0}", true)]
    [InlineData("BEARER  {0} ", true)]
    [InlineData("{0}", false)]
    [InlineData("Basic {0}", false)]
    [InlineData("Bearer{0}", false)]
    [InlineData("Bearer {0},Bearer {0}", false)]
    public async Task A_credential_is_a_bearer(string header, bool isGood)
    {
        var authorization = string.Format(null, header, _bench.NewKey().Text);

        var call = _bench.Authenticator.AuthenticateAsync(authorization, IPAddress.Loopback, CancellationToken.None).AsTask();

        if (isGood)
        {
            Assert.Equal("pipeline", (await call).Name);
        }
        else
        {
            await Assert.ThrowsAsync<Server.RefusedException>(() => call);
        }
    }
}
