using GrpcRefresh.Server;
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

    public void Dispose() => _stopping.Dispose();
}
