namespace GrpcRefresh.SnowflakeSimulation.World;

/// <summary>A warehouse that suspends itself, and what that costs: each resume is billed for a minute at least.</summary>
public sealed class Warehouse
{
    private static readonly TimeSpan Minimum = TimeSpan.FromSeconds(60);

    private TimeSpan _billed;
    private DateTimeOffset? _resumedAt;
    private DateTimeOffset _busyUntil;

    internal Warehouse(string name) => Name = name;

    /// <summary>The name, in capitals.</summary>
    public string Name { get; }

    /// <summary>How long it idles before it suspends itself: 60 s by default.</summary>
    public TimeSpan AutoSuspend { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often it was resumed.</summary>
    public int Resumes { get; private set; }

    /// <summary>How many statements it has executed.</summary>
    public int Statements { get; private set; }

    internal void Use(DateTimeOffset from, DateTimeOffset until)
    {
        Settle(from);
        if (_resumedAt is null)
        {
            (_resumedAt, _busyUntil) = (from, from);
            Resumes++;
        }

        Statements++;
        _busyUntil = until > _busyUntil ? until : _busyUntil;
    }

    internal bool IsRunningAt(DateTimeOffset now)
    {
        Settle(now);
        return _resumedAt is not null;
    }

    /// <summary>Seconds billed up to now.</summary>
    internal long BilledAt(DateTimeOffset now)
    {
        Settle(now);
        return (long)(_billed + (_resumedAt is { } since ? Bill(now - since) : TimeSpan.Zero)).TotalSeconds;
    }

    private void Settle(DateTimeOffset now)
    {
        if (_resumedAt is { } since && _busyUntil + AutoSuspend <= now)
        {
            _billed += Bill(_busyUntil + AutoSuspend - since);
            _resumedAt = null;
        }
    }

    private static TimeSpan Bill(TimeSpan run) => run < Minimum ? Minimum : run;
}
