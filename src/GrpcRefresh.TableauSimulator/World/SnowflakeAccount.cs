namespace GrpcRefresh.Simulation.World;

/// <summary>A little Snowflake: users and the secrets each accepts at the moment. Unknown users are refused.</summary>
public sealed class SnowflakeAccount
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<string>> _users = new(StringComparer.OrdinalIgnoreCase);

    internal SnowflakeAccount()
    {
    }

    /// <summary>Runs a change at a settled moment, so that jobs which ended before it are judged by the old state.</summary>
    internal Action<Action> Guard { get; set; } = change => change();

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

    /// <summary>Makes exactly these secrets valid for the user, who is created if need be; no secret locks the user out.</summary>
    public void SetSecrets(string user, params IEnumerable<string> secrets)
    {
        var accepted = secrets.ToHashSet(StringComparer.Ordinal);
        Guard(() =>
        {
            lock (_gate)
            {
                _users[user] = accepted;
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
            return _users.TryGetValue(user, out var secrets) ? secrets.Count : null;
        }
    }

    /// <summary>Whether the user may log in with the secret now.</summary>
    public bool Accepts(string user, string secret)
    {
        lock (_gate)
        {
            return _users.TryGetValue(user, out var secrets) && secrets.Contains(secret);
        }
    }
}
