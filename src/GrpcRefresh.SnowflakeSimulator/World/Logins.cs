namespace GrpcRefresh.SnowflakeSimulation.World;

/// <summary>Checks logins, and keeps the history of them.</summary>
internal sealed class Logins(SnowflakeWorld world)
{
    private const string InvalidToken = "Programmatic access token is invalid.";
    private readonly Dictionary<Guid, string> _details = [];
    private readonly List<LoginEvent> _history = [];

    public IReadOnlyList<LoginEvent> History => _history;

    public string? DetailsOf(Guid id) => _details.GetValueOrDefault(id);

    /// <summary>A request to the SQL API.</summary>
    /// <exception cref="LoginRefusal">It is not admitted.</exception>
    public Identity Enter(string? kind, string bearer, string address)
    {
        var isKeyPair = kind?.ToUpperInvariant() switch
        {
            null or "" => bearer.Count(letter => letter == '.') == 2,
            "KEYPAIR_JWT" => true,
            "PROGRAMMATIC_ACCESS_TOKEN" => false,
            _ => throw new LoginRefusal("390303", $"The token type {kind} is not known to the simulator.", "token type"),
        };
        return isKeyPair ? EnterByKeyPair(bearer, address) : EnterByToken(bearer, address);
    }

    /// <summary>Whether a client's user name and secret are good, under all rules, without being recorded.</summary>
    public LoginRefusal? WhyRefused(string user, string secret, string? address) => world.FindUser(user) is not { } known
        ? new LoginRefusal("390100", "Incorrect username or password was specified.", "unknown user")
        : TokenOf(known, secret) is { } token ? WhyRefused(known, token, address)
        : known is { Type: SnowflakeUserType.Person, Password: { } password } && password == secret ? WhyShut(known, address)
        : new LoginRefusal("390100", "Incorrect username or password was specified.", "wrong secret");

    public void Record(string user, string secret, string address, string client)
    {
        var refusal = WhyRefused(user, secret, address);
        var token = world.FindUser(user) is { } known ? TokenOf(known, secret) : null;
        Add(user, address, client, token is null ? "PASSWORD" : "PROGRAMMATIC_ACCESS_TOKEN", token?.Id, refusal);
    }

    private Identity EnterByKeyPair(string bearer, string address)
    {
        var now = world.Now;
        var (name, user, reason) = KeyPairCheck.Run(bearer, world.TokenAccount, world.FindUser, now);
        var id = Guid.NewGuid();
        var refusal = reason is null ? WhyShut(user!, address) : new LoginRefusal("390144", $"JWT token is invalid. [{id}]", reason);
        if (reason is not null)
        {
            _details[id] = reason;
        }

        Add(name, address, "SQL_API", "KEYPAIR", null, refusal);
        return refusal is null ? new Identity(user!, null) : throw refusal;
    }

    private Identity EnterByToken(string secret, string address)
    {
        var found = world.Users.Select(user => (User: user, Token: TokenOf(user, secret))).FirstOrDefault(pair => pair.Token is not null);
        var refusal = found.Token is null ? new LoginRefusal("394400", InvalidToken, "unknown token") : WhyRefused(found.User, found.Token, address);
        Add(found.User?.Name ?? "", address, "SQL_API", "PROGRAMMATIC_ACCESS_TOKEN", found.Token?.Id, refusal);
        return refusal is null ? new Identity(found.User!, found.Token) : throw refusal;
    }

    private LoginRefusal? WhyRefused(SnowflakeUser user, AccessToken token, string? address) =>
        WhyShut(user, address)
        ?? (world.Now >= token.ExpiresAt ? new LoginRefusal("394400", "Programmatic access token is invalid: it has expired.", "expired")
            : token.Disabled ? new LoginRefusal("394400", InvalidToken, "disabled token")
            // A person may make a token without a policy, but not use it either.
            : user.NetworkPolicy is null ? new LoginRefusal("390432", "Network policy is required.", "no network policy") : null);

    private static LoginRefusal? WhyShut(SnowflakeUser user, string? address) =>
        user.Disabled ? new LoginRefusal("390101", "User access disabled. Contact your local system administrator.", "disabled user")
        : address is not null && !user.IsAdmittedFrom(address)
            ? new LoginRefusal("390422", $"Incoming request with IP/Token {address} is not allowed to access Snowflake. Contact your account administrator.", "network policy")
            : null;

    private static AccessToken? TokenOf(SnowflakeUser user, string secret) => user.Tokens.Find(token => token.Secret == secret);

    private void Add(string user, string address, string client, string factor, string? credential, LoginRefusal? refusal) => _history.Add(new LoginEvent(
        _history.Count + 1, world.Now, user.ToUpperInvariant(), address, client, factor, credential, refusal is null, refusal?.Code, refusal?.Message));
}
