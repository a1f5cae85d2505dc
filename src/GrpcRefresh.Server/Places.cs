using GrpcRefresh.V1;

namespace GrpcRefresh.Server;

/// <summary>So many at a time; one more is refused.</summary>
/// <param name="setting">The key of the bound.</param>
/// <param name="message">What is told beyond it.</param>
/// <param name="pause">After which trying again may help.</param>
internal sealed class Places(int bound, string setting, string message, TimeSpan pause)
{
    private int _taken;

    public int Taken => Volatile.Read(ref _taken);

    /// <exception cref="RefusedException">SERVICE_BUSY: all are taken.</exception>
    public void Take()
    {
        if (Interlocked.Increment(ref _taken) > bound)
        {
            Leave();
            throw RefusedException.AtBound(ErrorReason.ServiceBusy, message, setting, bound, pause);
        }
    }

    public void Leave() => Interlocked.Decrement(ref _taken);
}
