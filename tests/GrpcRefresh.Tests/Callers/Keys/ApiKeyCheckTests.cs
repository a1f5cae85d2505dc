using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Callers.Keys;

public sealed class ApiKeyCheckTests : IAsyncLifetime
{
    private CallerWorkbench _bench = null!;

    public async Task InitializeAsync() => _bench = await CallerWorkbench.OpenAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Whatever_is_wrong_takes_one_way_and_is_answered_alike()
    {
        var failures = new List<string>();
        foreach (var bad in BadOnes())
        {
            _bench.Comparisons.Clear();
            var failure = await _bench.RefusedAsync(bad);

            // Once, over as many bytes, whether there is such a key or not.
            var (presented, stored) = Assert.Single(_bench.Comparisons);
            Assert.Equal((64, 64), (presented.Length, stored.Length));
            failures.Add($"{failure.Reason} {failure.Message} {failure.Metadata.Count} {failure.RetryAfter} {failure.Fields.Count} {failure.Subjects.Count}");
        }

        Assert.Equal(7, failures.Count);
        Assert.Single(failures.Distinct());
        Assert.StartsWith($"{ErrorReason.Unauthenticated} ", failures[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_without_a_credential_is_answered_like_one_with_a_wrong_one()
    {
        var wrong = await _bench.RefusedAsync(BadOnes()[0]);
        var none = await _bench.RefusedAsync(null);

        Assert.Equal((wrong.Reason, wrong.Message, wrong.Metadata.Count), (none.Reason, none.Message, none.Metadata.Count));
    }

    [Fact]
    public async Task The_log_knows_what_the_caller_is_not_told()
    {
        var (text, key) = _bench.NewKey("nightly");
        _bench.Keys.Revoke("nightly");

        await _bench.RefusedAsync(text);

        Assert.Contains($"the key nightly ({key.KeyId}) is revoked", Assert.Single(_bench.Log.Lines).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_finding_holds_the_secret()
    {
        foreach (var bad in BadOnes().Where(bad => bad.Length > 0))
        {
            var finding = await _bench.Check.CheckAsync(bad, CancellationToken.None);

            Assert.Null(finding.Caller);
            Assert.DoesNotContain(bad[^20..], finding.Problem, StringComparison.Ordinal);
        }
    }

    private List<string> BadOnes()
    {
        var (good, _) = _bench.NewKey("good", Role.Admin, CallerScope.Everything);
        var (revoked, _) = _bench.NewKey("revoked");
        _bench.Keys.Revoke("revoked");
        var (expired, _) = _bench.NewKey("expired", lifetime: TimeSpan.FromSeconds(1));
        _bench.Clock.Advance(TimeSpan.FromSeconds(1));
        var id = good[4..20];
        return
        [
            $"grk_{new string('0', 16)}{good[20..]}",
            $"grk_{id}_{new string('0', 64)}",
            revoked,
            expired,
            good.ToUpperInvariant(),
            $"{good}0",
            "not-like-a-key-at-all-but-long-enough",
        ];
    }
}
