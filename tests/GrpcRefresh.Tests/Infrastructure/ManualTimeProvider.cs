namespace GrpcRefresh.Tests.Infrastructure;

/// <summary>A clock that only a test moves. Waits up to <see cref="SkipUpTo"/> pass at once, and take the clock along.</summary>
internal sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _waiting = [];
    private readonly List<TimeSpan> _skipped = [];
    private DateTimeOffset _now = new(2026, 9, 1, 6, 0, 0, TimeSpan.Zero);

    /// <summary>Zero by default: nothing passes by itself. Above it lie the time-outs, which must not fire.</summary>
    public TimeSpan SkipUpTo { get; set; }

    /// <summary>The waits that were passed over, in order.</summary>
    public IReadOnlyList<TimeSpan> Skipped
    {
        get
        {
            lock (_gate)
            {
                return [.. _skipped];
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public void Advance(TimeSpan by)
    {
        List<ManualTimer> due;
        lock (_gate)
        {
            _now += by;
            due = [.. _waiting.Where(timer => timer.DueAt <= _now).OrderBy(timer => timer.DueAt)];
            due.ForEach(timer => _waiting.Remove(timer));
        }

        due.ForEach(timer => timer.Fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private void Schedule(ManualTimer timer, TimeSpan wait)
    {
        lock (_gate)
        {
            _waiting.Remove(timer);
            if (wait == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            timer.DueAt = _now + wait;
            if (wait > SkipUpTo)
            {
                _waiting.Add(timer);
                return;
            }

            _now = timer.DueAt;
            _skipped.Add(wait);
        }

        // Elsewhere, as a real timer fires: whoever set it is not ready for it yet.
        ThreadPool.QueueUserWorkItem(_ => timer.Fire());
    }

    /// <summary>Fires once for each setting; nothing here uses periods.</summary>
    private sealed class ManualTimer(ManualTimeProvider time, Action callback) : ITimer
    {
        public DateTimeOffset DueAt { get; set; }

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Schedule(this, dueTime);
            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
