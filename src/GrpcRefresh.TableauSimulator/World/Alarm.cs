namespace GrpcRefresh.Simulation.World;

/// <summary>
/// Looks at the world when its next job starts or ends. Without webhooks nobody needs that: then time moves when somebody asks.
/// </summary>
internal sealed class Alarm(TimeProvider time, Action look) : IDisposable
{
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private DateTimeOffset? _due;
    private bool _disposed;

    public void Set(DateTimeOffset? due)
    {
        lock (_gate)
        {
            if (due == _due || _disposed)
            {
                return;
            }

            _due = due;
            _timer ??= time.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(due is null ? Timeout.InfiniteTimeSpan : Wait(due.Value - time.GetUtcNow()), Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer?.Dispose();
        }
    }

    private void Ring()
    {
        lock (_gate)
        {
            _due = null;
        }

        look();
    }

    /// <summary>Timers count whole milliseconds and may ring that much early; a day is enough to look again.</summary>
    private static TimeSpan Wait(TimeSpan left) =>
        TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(left.TotalMilliseconds), 0, TimeSpan.FromDays(1).TotalMilliseconds));
}
