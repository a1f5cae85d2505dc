using GrpcRefresh.Server;
using GrpcRefresh.Server.Rpc;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rpc;

public sealed class DrainTests : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    [Fact]
    public void Work_is_begun_until_the_shutdown_and_not_after()
    {
        var drain = new Drain(_stopping.Token);
        drain.ThrowIfDraining();

        _stopping.Cancel();

        var failure = Assert.Throws<RefusedException>(drain.ThrowIfDraining).Failure;
        Assert.Equal(ErrorReason.ServiceDraining, failure.Reason);
        Assert.NotNull(failure.RetryAfter);
    }

    [Fact]
    public async Task A_refresh_is_not_taken_during_the_shutdown()
    {
        await _stopping.CancelAsync();
        using var call = new FakeCall();
        var service = new RefreshServiceRpc(null!, null!, null!, null!, new Drain(_stopping.Token));

        var refused = await Assert.ThrowsAsync<RefusedException>(() => service.RefreshResource(new RefreshResourceRequest(), call));

        Assert.Equal(ErrorReason.ServiceDraining, refused.Failure.Reason);
    }

    public void Dispose() => _stopping.Dispose();
}
