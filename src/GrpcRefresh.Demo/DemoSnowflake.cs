using System.Security.Cryptography;
using GrpcRefresh.Simulation;
using GrpcRefresh.SnowflakeSimulation;
using GrpcRefresh.SnowflakeSimulation.World;

namespace GrpcRefresh.Demo;

/// <summary>A simulated Snowflake that judges what the simulated Tableau signs in with, and that the service signs in to by a key pair of its own.</summary>
internal sealed class DemoSnowflake : IAsyncDisposable
{
    /// <summary>Signs in for the extracts of Operations, by a token that Snowflake made.</summary>
    public const string TokenUser = "LOGISTICS_SVC";

    /// <summary>What its connections hold at first.</summary>
    public const string OldToken = "TABLEAU_PAT";

    private const string ServiceUser = "GRPCREFRESH_SVC";
    private const string Role = "TABLEAU";

    private static readonly string[] TokenItems = ["Operations/Shipments", "Operations/Inventory Snapshot", "Operations/Logistics/Delivery Times"];

    private readonly RSA _key = RSA.Create(2048);
    private readonly SnowflakeSimulator _simulator;

    private DemoSnowflake(SnowflakeSimulator simulator) => _simulator = simulator;

    public Uri Url => _simulator.Url;

    /// <summary>The tokens that Tableau's user has.</summary>
    public IReadOnlyList<string> Tokens => [.. _simulator.World.Tokens(TokenUser).Select(token => token.Name)];

    public static async Task<DemoSnowflake> StartAsync(int port)
    {
        var snowflake = new DemoSnowflake(await SnowflakeSimulator.StartAsync(new SnowflakeSimulatorOptions { Port = port }));
        snowflake._simulator.World.User(ServiceUser).Register(snowflake._key);
        return snowflake;
    }

    public void Judge(TableauSimulatorOptions tableau)
    {
        tableau.AcceptsSecret = _simulator.World.Accepts;
        tableau.LoggedIn = (user, secret, _) => _simulator.World.RecordLogin(user, secret, "TABLEAU", "10.1.1.1");
    }

    /// <summary>Knows the passwords that Tableau's connections have, and gives a token to those of Operations.</summary>
    public void Furnish(TableauSimulator tableau)
    {
        foreach (var connection in tableau.World.Items.SelectMany(item => item.Connections).Where(connection => connection.Secret is { Length: > 0 }))
        {
            ChangePassword(connection.UserName, connection.Secret!);
        }

        var user = _simulator.World.User(TokenUser);
        user.Roles.Add(Role);
        (user.DefaultRole, user.NetworkPolicy) = (Role, ["*"]);
        _simulator.World.GrantTokens(TokenUser, "GRPCREFRESH");
        var token = _simulator.World.AddToken(TokenUser, OldToken, Role);
        foreach (var item in TokenItems.Select(path => tableau.World.Item(path)))
        {
            tableau.World.ChangeItem(item.Luid, known => known with { Connections = [known.Connections[0] with { UserName = TokenUser, Secret = token }] });
        }
    }

    public void ChangePassword(string user, string password)
    {
        var known = _simulator.World.User(user);
        (known.Type, known.Password) = (SnowflakeUserType.Person, password);
    }

    public IEnumerable<KeyValuePair<string, string?>> Settings(string folder)
    {
        var key = Path.Combine(folder, "snowflake-key.pem");
        File.WriteAllText(key, _key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
        {
            // The service takes no secret that others may read.
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return new Dictionary<string, string?>
        {
            ["GrpcRefresh:Snowflake:Account"] = _simulator.World.Account,
            ["GrpcRefresh:Snowflake:Url"] = $"{Url}",
            ["GrpcRefresh:Snowflake:User"] = ServiceUser,
            ["GrpcRefresh:Snowflake:PrivateKeyFile"] = key,
            // The simulated history is never late.
            ["GrpcRefresh:Rotation:Tokens:HistoryEvery"] = "00:00:01",
            ["GrpcRefresh:Rotation:Tokens:HistoryPatience"] = "00:00:02",
            ["GrpcRefresh:Rotation:Tokens:ClockSkew"] = "00:00:00",
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        _key.Dispose();
    }
}
