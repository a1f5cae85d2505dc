using GrpcRefresh.Server.Callers;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Callers;

public sealed class StrangerBrakeTests : IAsyncLifetime
{
    private const int Free = 3;

    private CallerWorkbench _bench = null!;

    public async Task InitializeAsync()
    {
        _bench = await CallerWorkbench.OpenAsync(new CallersOptions { FailuresBeforeDelay = Free });
        _bench.NewKey("first");
    }

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task The_first_failures_of_a_minute_are_told_at_once_and_further_ones_later_and_later()
    {
        await FailAsync(Free);

        foreach (var delay in new[] { 100, 200, 400, 800, 1_600, 2_000, 2_000 })
        {
            var refused = _bench.RefusedAsync("wrong");
            await WaitingAsync(1);
            _bench.Clock.Advance(TimeSpan.FromMilliseconds(delay - 1));
            Assert.False(refused.IsCompleted);

            _bench.Clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(ErrorReason.Unauthenticated, (await refused).Reason);
        }
    }

    [Fact]
    public async Task A_good_credential_from_the_same_place_is_not_delayed()
    {
        var (good, _) = _bench.NewKey("good");
        await FailAsync(Free);
        var refused = _bench.RefusedAsync("wrong");
        await WaitingAsync(1);

        Assert.Equal("good", (await _bench.CallAsync(good)).Name);

        _bench.Clock.Advance(TimeSpan.FromSeconds(2));
        await refused;
    }

    [Fact]
    public async Task Failures_elsewhere_are_told_at_once()
    {
        await FailAsync(Free);
        var refused = _bench.RefusedAsync("wrong");
        await WaitingAsync(1);

        await _bench.RefusedAsync("wrong", "192.0.2.2");

        _bench.Clock.Advance(TimeSpan.FromSeconds(2));
        await refused;
    }

    [Fact]
    public async Task Only_so_many_wait_and_the_rest_are_refused_at_once_with_a_time()
    {
        await FailAsync(Free);
        var waiting = Enumerable.Range(0, StrangerBrake.MostWaiting).Select(_ => _bench.RefusedAsync("wrong")).ToList();
        await WaitingAsync(StrangerBrake.MostWaiting);

        var failure = await _bench.RefusedAsync("wrong");

        Assert.Equal((ErrorReason.RateLimited, "GrpcRefresh:Callers:FailuresBeforeDelay"), (failure.Reason, failure.Metadata["limit"]));
        Assert.NotNull(failure.RetryAfter);
        _bench.Clock.Advance(TimeSpan.FromSeconds(2));
        await Task.WhenAll(waiting);
        Assert.Equal(ErrorReason.Unauthenticated, (await RefusedAfterAsync(TimeSpan.FromSeconds(2))).Reason);
    }

    [Fact]
    public async Task The_log_is_told_once_a_minute_how_many_there_were()
    {
        await FailAsync(Free);
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await FailAsync(1);

        Assert.Equal(2, _bench.Log.Lines.Count);
        Assert.Contains("192.0.2.1", _bench.Log.Lines[0].Message, StringComparison.Ordinal);
        Assert.EndsWith($"in the minute before there were {Free}", _bench.Log.Lines[1].Message, StringComparison.Ordinal);
    }

    private async Task FailAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await _bench.RefusedAsync("wrong");
        }
    }

    private async Task<Server.Failure> RefusedAfterAsync(TimeSpan delay)
    {
        var refused = _bench.RefusedAsync("wrong");
        await WaitingAsync(1);
        _bench.Clock.Advance(delay);
        return await refused;
    }

    private async Task WaitingAsync(int timers)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (_bench.Clock.Waiting < timers)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
