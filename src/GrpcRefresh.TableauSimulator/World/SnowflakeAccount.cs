namespace GrpcRefresh.Simulation.World;

/// <summary>A little Snowflake: users and the secrets each accepts at the moment. Unknown users are refused.</summary>
public sealed class SnowflakeAccount
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SnowflakeUser> _users = new(StringComparer.OrdinalIgnoreCase);

    internal SnowflakeAccount()
    {
    }

    /// <summary>Runs a change at a settled moment, so that jobs which ended before it are judged by the old state.</summary>
    internal Action<Action> Guard { get; set; } = change => change();

    internal Func<DateTimeOffset> Now { get; set; } = () => DateTimeOffset.MinValue;

    /// <summary>Who judges secrets instead of this account; null for nobody.</summary>
    internal Func<string, string, bool>? Elsewhere { get; set; }

    internal Action<string, string, bool>? LoggedIn { get; set; }

    /// <summary>The users, in alphabetical order.</summary>
    public IReadOnlyList<string> Users
    {
        get
        {
            lock (_gate)
            {
                return [.. _users.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>
    /// Makes exactly these secrets valid for the user, who is created if need be; without any the user is refused always. A lock-out ends,
    /// and failed logins are counted afresh.
    /// </summary>
    public void SetSecrets(string user, params IEnumerable<string> secrets)
    {
        var changed = new SnowflakeUser(secrets);
        Guard(() =>
        {
            lock (_gate)
            {
                _users[user] = changed;
            }
        });
    }

    /// <summary>Forgets the user.</summary>
    public void Remove(string user) => Guard(() =>
    {
        lock (_gate)
        {
            _users.Remove(user);
        }
    });

    /// <summary>How many secrets the user accepts now; null for an unknown user.</summary>
    public int? CountSecrets(string user)
    {
        lock (_gate)
        {
            return _users.GetValueOrDefault(user)?.Secrets.Count;
        }
    }

    /// <summary>Whether the secret is one of the user's; a lock-out does not matter here.</summary>
    public bool Accepts(string user, string secret)
    {
        if (Elsewhere is { } elsewhere)
        {
            return elsewhere(user, secret);
        }

        lock (_gate)
        {
            return _users.TryGetValue(user, out var known) && known.Secrets.Contains(secret);
        }
    }

    /// <summary>Until when the user is locked out after failed logins; null if it is not, or is unknown.</summary>
    public DateTimeOffset? LockedUntil(string user) => Settled(known => known.LockedUntil > Now() ? known.LockedUntil : null, user);

    /// <summary>How many logins were refused for a wrong secret since the user's secrets were last set.</summary>
    public int FailedLogins(string user) => Settled(known => known.FailedLogins, user);

    /// <summary>An attempt by a refresh, which counts.</summary>
    internal LoginResult LogIn(string user, string secret, DateTimeOffset at, SimulatorSettings settings)
    {
        var result = Elsewhere is { } elsewhere
            ? elsewhere(user, secret) ? LoginResult.Accepted : LoginResult.Refused
            : LogInHere(user, secret, at, settings);
        LoggedIn?.Invoke(user, secret, result == LoginResult.Accepted);
        return result;
    }

    private LoginResult LogInHere(string user, string secret, DateTimeOffset at, SimulatorSettings settings)
    {
        lock (_gate)
        {
            return _users.TryGetValue(user, out var known) ? known.LogIn(secret, at, settings) : LoginResult.Refused;
        }
    }

    /// <summary>Read after the jobs that have ended by now have tried their logins.</summary>
    private T? Settled<T>(Func<SnowflakeUser, T> read, string user)
    {
        var value = default(T);
        Guard(() =>
        {
            lock (_gate)
            {
                value = _users.TryGetValue(user, out var known) ? read(known) : default;
            }
        });
        return value;
    }
}
