using System.Security.Cryptography;
using GrpcRefresh.SnowflakeSimulation.Api;
using GrpcRefresh.SnowflakeSimulation.Sql;

namespace GrpcRefresh.SnowflakeSimulation.World;

/// <summary>Everything the simulator knows. Safe to use from any thread; what has ended by this moment of the clock has taken effect before it is read.</summary>
public sealed class SnowflakeWorld : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SnowflakeUser> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Warehouse> _warehouses = new(StringComparer.Ordinal);
    private readonly HashSet<(string Role, string User)> _tokenGrants = [];
    private readonly List<RoleGrant> _grants = [];
    private readonly List<QueryEvent> _queries = [];

    internal SnowflakeWorld(string account, TimeProvider time)
    {
        (Account, Time) = (account, time);
        Tables = new TableStore(time.GetUtcNow);
        Logins = new Logins(this);
        Executions = new ExecutionTable(this);
    }

    /// <summary>The account identifier.</summary>
    public string Account { get; }

    /// <summary>What can be turned.</summary>
    public SimulatorSettings Settings { get; } = new();

    /// <summary>The users.</summary>
    public IReadOnlyList<SnowflakeUser> Users => Run(() => _users.Values.ToList());

    /// <summary>Who logged in, oldest first.</summary>
    public IReadOnlyList<LoginEvent> LoginHistory => Run(() => Logins.History.ToList());

    /// <summary>What was executed, oldest first.</summary>
    public IReadOnlyList<QueryEvent> QueryHistory => Run(() => _queries.ToList());

    internal Logins Logins { get; }

    internal ExecutionTable Executions { get; }

    internal TableStore Tables { get; }

    internal TimeProvider Time { get; }

    internal DateTimeOffset Now => Time.GetUtcNow();

    internal string TokenAccount => Account.Split('.')[0].ToUpperInvariant();

    internal IEnumerable<Warehouse> Warehouses => _warehouses.Values;

    /// <summary>The user, who is created if need be, in capitals.</summary>
    public SnowflakeUser User(string name) => Run(() => _users.TryGetValue(name.ToUpperInvariant(), out var user)
        ? user
        : _users[name.ToUpperInvariant()] = new SnowflakeUser(name.ToUpperInvariant()));

    /// <summary>The warehouse, which is created if need be, in capitals.</summary>
    public Warehouse Warehouse(string name) => Run(() => _warehouses.TryGetValue(name.ToUpperInvariant(), out var warehouse)
        ? warehouse
        : _warehouses[name.ToUpperInvariant()] = new Warehouse(name.ToUpperInvariant()));

    /// <summary>Grants MODIFY PROGRAMMATIC AUTHENTICATION METHODS on the user to the role.</summary>
    public void GrantTokens(string user, string role) => Run(() => _tokenGrants.Add((role.ToUpperInvariant(), user.ToUpperInvariant())));

    /// <summary>Has SHOW GRANTS, or SHOW INTEGRATIONS, tell of a privilege.</summary>
    /// <param name="on">The kind of object, in capitals: TABLE, INTEGRATION.</param>
    public void Grant(string role, string privilege, string on, string name) => Run(() => _grants.Add(new RoleGrant(role, privilege, on, name)));

    /// <summary>Makes a token without asking for privileges, and answers its secret.</summary>
    public string AddToken(string user, string name, string? role = null, int days = 15)
    {
        var owner = User(user);
        return Run(() => TokenDesk.Make(owner, name.ToUpperInvariant(), role, days, "ACCOUNTADMIN", null, Now).Secret);
    }

    /// <summary>Removes tokens without asking for privileges.</summary>
    public void RemoveTokens(string user, Predicate<AccessToken> which) => Run(() => User(user).Tokens.RemoveAll(which));

    /// <summary>The tokens of a user, with the expired and the rotated ones.</summary>
    public IReadOnlyList<AccessToken> Tokens(string user) => Run(() => FindUser(user)?.Tokens.ToList() ?? []);

    /// <summary>Whether a client, such as Tableau, may log in with this secret from an address that the policy admits.</summary>
    public bool Accepts(string user, string secret) => Run(() => Logins.WhyRefused(user, secret, null) is null);

    /// <summary>Puts a client's attempt to log in into the history, refused or not.</summary>
    public void RecordLogin(string user, string secret, string client, string address = "127.0.0.1") =>
        Run(() => Logins.Record(user, secret, address, client));

    /// <summary>How many seconds a warehouse has been billed for by now.</summary>
    public long BilledSeconds(string warehouse)
    {
        var known = Warehouse(warehouse);
        return Run(() => known.BilledAt(Now));
    }

    /// <summary>Runs SQL of SQLite's dialect on the tables, for tests: a table is called <c>"DATABASE.SCHEMA.NAME"</c> there.</summary>
    public IReadOnlyList<IReadOnlyList<string?>> Read(string sqlite) => Run(() => Tables.Read(sqlite));

    /// <summary>A fresh secret that looks like nobody's.</summary>
    internal static string NewSecret() => $"simulated-token-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))}";

    internal SnowflakeUser? FindUser(string name) => _users.GetValueOrDefault(name.ToUpperInvariant());

    internal Warehouse? FindWarehouse(string name) => _warehouses.GetValueOrDefault(name);

    internal bool MayManageTokens(string role, SnowflakeUser user) => role == "ACCOUNTADMIN" || _tokenGrants.Contains((role, user.Name));

    internal IEnumerable<RoleGrant> GrantsTo(string role) => _grants
        .Concat(_tokenGrants.Select(grant => new RoleGrant(grant.Role, "MODIFY PROGRAMMATIC AUTHENTICATION METHODS", "USER", grant.User)))
        .Where(grant => grant.Role == role);

    internal void Remember(QueryEvent query) => _queries.Add(query);

    internal IEnumerable<QueryEvent> Queries => _queries;

    internal T Run<T>(Func<T> action)
    {
        lock (_gate)
        {
            Executions.Settle();
            return action();
        }
    }

    internal void Run(Action action) => Run(() =>
    {
        action();
        return true;
    });

    void IDisposable.Dispose() => Tables.Dispose();
}
