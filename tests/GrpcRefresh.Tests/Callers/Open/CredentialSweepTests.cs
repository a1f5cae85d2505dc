using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Tests.Callers.Open;

public sealed class CredentialSweepTests : IAsyncLifetime
{
    private CallerWorkbench _bench = null!;

    public async Task InitializeAsync() => _bench = await CallerWorkbench.OpenAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Calls_with_a_revoked_key_end_and_others_go_on()
    {
        using var revoked = _bench.Open.Enter(await CallerAsync("revoked"));
        using var good = _bench.Open.Enter(await CallerAsync("good"));
        await _bench.Sweep.RunAsync(CancellationToken.None);
        Assert.False(revoked.Ended.IsCancellationRequested);

        _bench.Keys.Revoke("revoked");
        await _bench.Sweep.RunAsync(CancellationToken.None);

        Assert.True(revoked.Ended.IsCancellationRequested);
        Assert.False(good.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Calls_with_a_key_or_token_that_has_expired_end()
    {
        using var key = _bench.Open.Enter(await CallerAsync("short", TimeSpan.FromMinutes(1)));
        using var token = _bench.Open.Enter(new Caller("issuer:subject", V1.Role.Viewer, CallerScope.Everything) { Until = _bench.Clock.GetUtcNow().AddMinutes(2) });

        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await _bench.Sweep.RunAsync(CancellationToken.None);
        Assert.Equal((true, false), (key.Ended.IsCancellationRequested, token.Ended.IsCancellationRequested));

        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await _bench.Sweep.RunAsync(CancellationToken.None);
        Assert.True(token.Ended.IsCancellationRequested);
    }

    private async Task<Caller> CallerAsync(string name, TimeSpan? lifetime = null) => await _bench.CallAsync(_bench.NewKey(name, lifetime: lifetime).Text);
}
