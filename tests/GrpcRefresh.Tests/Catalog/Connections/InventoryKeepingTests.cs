using GrpcRefresh.Server;
using GrpcRefresh.Tests.Tableau;
using GrpcRefresh.V1;
using static GrpcRefresh.Tests.Catalog.Connections.InventoryWorkbench;

namespace GrpcRefresh.Tests.Catalog.Connections;

public sealed class InventoryKeepingTests : IDisposable
{
    private static readonly string Route = RouteOf("workbook", "w");

    private readonly InventoryWorkbench _bench = new();

    public InventoryKeepingTests() => _bench.Add("workbook", "w", OnSnowflake());

    private int Readings => _bench.Stub.Count(Route);

    [Fact]
    public async Task A_reading_is_kept_for_a_minute()
    {
        var first = await _bench.ReadAsync();
        _bench.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Same(first, await _bench.ReadAsync());

        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await _bench.ReadAsync();

        Assert.Equal((2, first.ReadTime + TimeSpan.FromMinutes(1)), (Readings, second.ReadTime));
    }

    [Fact]
    public async Task What_differs_is_read_apart()
    {
        await _bench.ReadAsync();
        await _bench.ReadAsync(all: true);
        await _bench.Inventory.ReadAsync([], false, default);
        Assert.Equal(2, Readings);
    }

    [Fact]
    public async Task Whoever_asks_meanwhile_shares_the_reading()
    {
        var (arrived, open) = (new TaskCompletionSource(), new TaskCompletionSource());
        _bench.Stub.On(Route, async (_, ct) =>
        {
            arrived.TrySetResult();
            await open.Task.WaitAsync(ct);
            return Answer.Xml($"<connections>{OnSnowflake()}</connections>");
        });
        using var impatient = new CancellationTokenSource();
        var cancelled = _bench.Inventory.ReadAsync(_bench.Tableau.Sites.All, false, impatient.Token);
        await arrived.Task;
        var others = Enumerable.Range(0, 20).Select(_ => _bench.ReadAsync()).ToList();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        open.SetResult();

        Assert.Single((await Task.WhenAll(others)).Distinct());
        Assert.Equal(1, Readings);
    }

    [Fact]
    public async Task A_fresh_reading_is_not_one_that_began_before()
    {
        var (arrived, open) = (new TaskCompletionSource(), new TaskCompletionSource());
        _bench.Stub.On(Route, async (_, ct) =>
        {
            if (arrived.TrySetResult())
            {
                await open.Task.WaitAsync(ct);
            }

            return Answer.Xml($"<connections>{OnSnowflake()}</connections>");
        });
        var old = _bench.ReadAsync();
        await arrived.Task;

        var fresh = await _bench.Inventory.ReadAfreshAsync(_bench.Tableau.Sites.All, false, default);
        open.SetResult();

        Assert.NotSame(fresh, await old);
        Assert.Same(fresh, await _bench.ReadAsync());
        Assert.Equal(2, Readings);
    }

    [Fact]
    public async Task What_was_changed_is_read_again_once_it_is_forgotten()
    {
        await _bench.ReadAsync();
        _bench.Inventory.Forget();
        await _bench.ReadAsync();
        Assert.Equal(2, Readings);
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        _bench.Stub.On("GET /projects", () => Answer.Error("403004"), () => Answer.Page("projects", []));

        await Assert.ThrowsAsync<RefusedException>(() => _bench.ReadAsync());

        Assert.Single((await _bench.ReadAsync()).Connections);
    }

    [Fact]
    public async Task A_shutdown_ends_a_reading()
    {
        var arrived = new TaskCompletionSource();
        _bench.Stub.On(Route, async (_, ct) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
            throw new InvalidOperationException("Not reached.");
        });
        var reading = _bench.ReadAsync();
        await arrived.Task;

        _bench.Drain();

        var e = await Assert.ThrowsAsync<RefusedException>(() => reading);
        Assert.Equal(ErrorReason.ServiceDraining, e.Failure.Reason);
    }

    public void Dispose() => _bench.Dispose();
}
