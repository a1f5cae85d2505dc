namespace GrpcRefresh.Server.Jobs;

/// <summary>One watch's stay: its seat, and a token that ends with its caller, with the drain, and with the stay itself.</summary>
/// <remarks>The last of these takes down the watch's timer, which would otherwise outlive it.</remarks>
internal sealed class WatchStay(WatcherLimit limit, Drain drain, CancellationToken caller) : IDisposable
{
    private readonly WatcherLimit.Seat _seat = limit.Take();
    private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(caller, drain.Started);

    public CancellationToken Token => _ending.Token;

    public void ThrowIfOver()
    {
        caller.ThrowIfCancellationRequested();
        drain.ThrowIfDraining();
    }

    public void Dispose()
    {
        _ending.Cancel();
        _ending.Dispose();
        _seat.Dispose();
    }
}
