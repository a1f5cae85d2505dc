namespace GrpcRefresh.FunctionalTests.Infrastructure;

/// <summary>A clock that runs faster than the wall's, for waits that are minutes long by their nature.</summary>
/// <remarks>Whoever shares it sees one time, so an order of events that holds by it holds by any clock.</remarks>
internal sealed class QuickClock(int speed) : TimeProvider
{
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private readonly long _origin = System.GetTimestamp();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _start + Elapsed;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new QuickTimer(System.CreateTimer(callback, state, OnTheWall(dueTime), OnTheWall(period)), OnTheWall);

    private TimeSpan Elapsed => System.GetElapsedTime(_origin) * speed;

    // Up to the next millisecond, the finest the system's timers know: a timer that fires early would be set again at once.
    private TimeSpan OnTheWall(TimeSpan time) =>
        time <= TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(Math.Floor(time.TotalMilliseconds / speed) + 1);

    private sealed class QuickTimer(ITimer timer, Func<TimeSpan, TimeSpan> onTheWall) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(onTheWall(dueTime), onTheWall(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
