using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Jobs;

/// <summary>One watch's stay: its seat, and its sleep, which its caller's leaving, the end of that one's credential, the drain and a long silence end.</summary>
internal sealed class WatchStay : IDisposable
{
    private readonly WatcherLimit.Seat _seat;
    private readonly Drain _drain;
    private readonly TimeSpan _longestSilence;
    private readonly TimeProvider _time;
    private readonly CancellationToken _leaving;
    private readonly CancellationTokenRegistration _callersLeaving;
    private readonly CancellationTokenRegistration _credentialsEnd;
    private readonly CancellationTokenRegistration _draining;

    private long _lastBeat;
    private ITimer? _alarm;
    private volatile bool _alarmIsSet;

    public WatchStay(
        WatcherLimit limit, WakeUpCalls calls, Drain drain, TimeSpan longestSilence, TimeProvider time, Caller caller, CancellationToken leaving)
    {
        (_seat, _drain, _longestSilence, _time, _leaving) = (limit.Take(caller), drain, longestSilence, time, leaving);
        Sleeper = new Sleeper(calls);
        _callersLeaving = leaving.UnsafeRegister(Wake, Sleeper);
        _credentialsEnd = _seat.Ended.UnsafeRegister(Wake, Sleeper);
        _draining = drain.Started.UnsafeRegister(Wake, Sleeper);
        Beat();
    }

    /// <summary>Whom to wake when there is news.</summary>
    public Sleeper Sleeper { get; }

    public bool IsSilentTooLong => SilenceLeft <= TimeSpan.Zero;

    private TimeSpan SilenceLeft => _longestSilence - _time.GetElapsedTime(_lastBeat);

    /// <summary>Something was sent: the silence begins anew.</summary>
    public void Beat() => _lastBeat = _time.GetTimestamp();

    /// <summary>Until there may be something to see.</summary>
    /// <exception cref="OperationCanceledException">The caller has left.</exception>
    /// <exception cref="RefusedException">The service is draining, or the caller's credential has ended.</exception>
    public ValueTask SleepAsync()
    {
        ThrowIfOver();
        SetAlarm();
        return Sleeper.SleepAsync();
    }

    public void ThrowIfOver()
    {
        _leaving.ThrowIfCancellationRequested();
        _drain.ThrowIfDraining();
        if (_seat.Ended.IsCancellationRequested)
        {
            throw Denial.OfEndedCredential();
        }
    }

    public void Dispose()
    {
        _alarm?.Dispose();
        _draining.Dispose();
        _credentialsEnd.Dispose();
        _callersLeaving.Dispose();
        _seat.Dispose();
    }

    /// <summary>One alarm at a time, however many events pass: whoever it wakes too early sets the next.</summary>
    private void SetAlarm()
    {
        if (_alarmIsSet)
        {
            return;
        }

        _alarmIsSet = true;
        // Timers count whole milliseconds and would ring again and again in the last one.
        var left = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, SilenceLeft.TotalMilliseconds)));
        if (_alarm is null)
        {
            _alarm = _time.CreateTimer(Ring, this, left, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _alarm.Change(left, Timeout.InfiniteTimeSpan);
        }
    }

    private static void Wake(object? sleeper) => ((Sleeper)sleeper!).Wake();

    private static void Ring(object? state)
    {
        var stay = (WatchStay)state!;
        stay._alarmIsSet = false;
        stay.Sleeper.Wake();
    }
}
