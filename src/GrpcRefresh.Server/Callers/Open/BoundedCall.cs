namespace GrpcRefresh.Server.Callers.Open;

/// <summary>One open call's place among all, and among those of its caller.</summary>
internal sealed class BoundedCall(OpenCall call, Places places) : IDisposable
{
    private int _left;

    /// <summary>Fires when the caller's credential has ended.</summary>
    public CancellationToken Ended => call.Ended;

    public bool HasEnded => Ended.IsCancellationRequested;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
        {
            places.Leave();
            call.Dispose();
        }
    }
}
