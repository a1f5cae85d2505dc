using System.Security.Cryptography;
using GrpcRefresh.Server.Callers.Issuers;
using Microsoft.IdentityModel.Tokens;

namespace GrpcRefresh.Tests.Callers.Issuers;

public sealed class IssuerKeysTests
{
    private readonly TheIssuer _issuer = new();

    [Fact]
    public async Task Known_keys_are_used_without_asking()
    {
        await _issuer.CheckAsync(_issuer.Token());
        await _issuer.CheckAsync(_issuer.Token());

        Assert.Equal(1, _issuer.Questions);
    }

    [Fact]
    public async Task The_first_token_with_a_new_key_waits_for_it()
    {
        await _issuer.CheckAsync(_issuer.Token());
        _issuer.Clock.Advance(IssuerKeys.Pause);
        Rotate("second");

        Assert.NotNull((await _issuer.CheckAsync(_issuer.Token())).Caller);
        Assert.Equal(2, _issuer.Questions);
    }

    [Fact]
    public async Task Tokens_with_made_up_keys_do_not_make_us_ask_again_and_again()
    {
        _issuer.Signing = new RsaSecurityKey(RSA.Create(2048)) { KeyId = "made up" };
        for (var i = 0; i < 10; i++)
        {
            Assert.Null((await _issuer.CheckAsync(_issuer.Token())).Caller);
        }

        Assert.Equal(1, _issuer.Questions);
    }

    [Fact]
    public async Task An_issuer_that_is_down_takes_nothing_away()
    {
        var token = _issuer.Token(token => token.Expires = token.Expires!.Value.AddHours(3));
        await _issuer.CheckAsync(token);
        _issuer.IsDown = true;
        _issuer.Clock.Advance(IssuerKeys.Freshness);

        Assert.NotNull((await _issuer.CheckAsync(token)).Caller);
        await UntilAsync(() => _issuer.Log.Lines.Count == 1);

        Assert.NotNull((await _issuer.CheckAsync(token)).Caller);
        Assert.Contains("snowflake", _issuer.Log.Lines[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_key_tokens_are_refused_and_the_log_names_the_issuer()
    {
        _issuer.IsDown = true;
        Assert.Null((await _issuer.CheckAsync(_issuer.Token())).Caller);
        Assert.Contains("The keys of the issuer snowflake cannot be read", Assert.Single(_issuer.Log.Lines).Message, StringComparison.Ordinal);

        _issuer.IsDown = false;
        _issuer.Clock.Advance(IssuerKeys.Pause);

        Assert.NotNull((await _issuer.CheckAsync(_issuer.Token())).Caller);
    }

    [Fact]
    public async Task A_key_that_was_withdrawn_is_forgotten_within_the_hour()
    {
        var token = _issuer.Token(token => token.Expires = token.Expires!.Value.AddHours(3));
        await _issuer.CheckAsync(token);
        Rotate("second");
        _issuer.Clock.Advance(IssuerKeys.Freshness);

        await UntilAsync(() => _issuer.CheckAsync(token).GetAwaiter().GetResult().Caller is null);
        Assert.NotNull((await _issuer.CheckAsync(_issuer.Token())).Caller);
    }

    private void Rotate(string keyId)
    {
        _issuer.Signing = new RsaSecurityKey(RSA.Create(2048)) { KeyId = keyId };
        _issuer.Published = [_issuer.Signing];
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
