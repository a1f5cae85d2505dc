namespace GrpcRefresh.Simulation.World;

/// <summary>A user of the little Snowflake since somebody last set its secrets. Its account's lock protects it.</summary>
internal sealed class SnowflakeUser(IEnumerable<string> secrets)
{
    private readonly Queue<DateTimeOffset> _failures = [];

    public IReadOnlySet<string> Secrets { get; } = secrets.ToHashSet(StringComparer.Ordinal);

    public int FailedLogins { get; private set; }

    public DateTimeOffset? LockedUntil { get; private set; }

    /// <summary>While the user is locked, attempts neither succeed nor count, so that the lock ends by itself.</summary>
    public LoginResult LogIn(string secret, DateTimeOffset at, SimulatorSettings settings)
    {
        if (settings.SnowflakeLockout && LockedUntil > at)
        {
            return LoginResult.Locked;
        }

        if (Secrets.Contains(secret))
        {
            _failures.Clear();
            return LoginResult.Accepted;
        }

        FailedLogins++;
        if (settings.SnowflakeLockout)
        {
            CountTowardsLock(at, settings);
        }

        return LoginResult.Refused;
    }

    private void CountTowardsLock(DateTimeOffset at, SimulatorSettings settings)
    {
        _failures.Enqueue(at);
        while (_failures.Peek() + settings.SnowflakeLockoutWindow < at)
        {
            _failures.Dequeue();
        }

        if (_failures.Count >= settings.SnowflakeLockoutAfter)
        {
            _failures.Clear();
            LockedUntil = at + settings.SnowflakeLockoutDuration;
        }
    }
}
