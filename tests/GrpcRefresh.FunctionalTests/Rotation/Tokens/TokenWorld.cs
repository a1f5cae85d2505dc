using System.Security.Cryptography;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.World;
using GrpcRefresh.SnowflakeSimulation;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using Duration = Google.Protobuf.WellKnownTypes.Duration;
using SnowflakeUser = GrpcRefresh.SnowflakeSimulation.World.SnowflakeUser;

namespace GrpcRefresh.FunctionalTests.Rotation.Tokens;

/// <summary>Both simulators put together: three items of Tableau sign in to Snowflake as one user, by a token that Snowflake made.</summary>
internal sealed class TokenWorld : IAsyncDisposable
{
    public const string User = "LOGISTICS_SVC";
    public const string Old = "TABLEAU_PAT";
    public const string TableauRole = "TABLEAU";

    private static readonly string[] Paths = ["Operations/Shipments", "Operations/Inventory Snapshot", "Operations/Logistics/Delivery Times"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-tokens-");
    private readonly RSA _key = RSA.Create(2048);

    private readonly TimeProvider _time;

    private TokenWorld(SnowflakeSimulator snowflake, TableauSimulator tableau, TimeProvider time) => (Snowflake, Tableau, _time) = (snowflake, tableau, time);

    public SnowflakeSimulator Snowflake { get; }

    public TableauSimulator Tableau { get; }

    /// <summary>The secret that the connections hold at first.</summary>
    public string OldSecret { get; private set; } = "";

    public IReadOnlyList<ItemConnection> Connections => [.. Items.Select(item => item.Connections[0])];

    public IReadOnlyList<ContentItem> Items => [.. Paths.Select(path => Tableau.World.Item(path))];

    /// <summary>The names of the user's tokens, the old one first.</summary>
    public IReadOnlyList<string> Tokens => [.. Snowflake.World.Tokens(User).OrderBy(token => token.CreatedAt).Select(token => token.Name)];

    /// <param name="time">The clock of both, and of a service in this process.</param>
    /// <param name="around">Wraps every request to either.</param>
    public static async Task<TokenWorld> StartAsync(TimeSpan? jobDuration = null, TimeProvider? time = null, Func<string, Func<Task>, CancellationToken, Task>? around = null)
    {
        time ??= TimeProvider.System;
        var judge = await SnowflakeSimulator.StartAsync(new SnowflakeSimulatorOptions { Time = time, Around = around });
        var tableau = await TableauSimulator.StartAsync(new TableauSimulatorOptions
        {
            Time = time,
            Around = around,
            JobDuration = jobDuration ?? TimeSpan.FromMilliseconds(50),
            AcceptsSecret = judge.World.Accepts,
            LoggedIn = (user, secret, _) => judge.World.RecordLogin(user, secret, "TABLEAU", "10.1.1.1"),
        });
        var world = new TokenWorld(judge, tableau, time);
        world.Plant();
        return world;
    }

    /// <summary>A service that signs in to this Snowflake by its key.</summary>
    public void Configure(Dictionary<string, string?> settings)
    {
        var key = Path.Combine(_folder.FullName, "key.pem");
        if (!File.Exists(key))
        {
            PrivateAuthority.WritePrivately(key, _key.ExportPkcs8PrivateKeyPem());
        }

        settings["GrpcRefresh:Snowflake:Account"] = Snowflake.World.Account;
        settings["GrpcRefresh:Snowflake:Url"] = $"{Snowflake.Url}";
        settings["GrpcRefresh:Snowflake:User"] = "GRPCREFRESH_SVC";
        settings["GrpcRefresh:Snowflake:PrivateKeyFile"] = key;
        settings["GrpcRefresh:Rotation:Tokens:HistoryEvery"] = "00:00:00.1";
        settings["GrpcRefresh:Rotation:Tokens:HistoryPatience"] = "00:00:01";
        // Both simulators and the service go by one clock.
        settings["GrpcRefresh:Rotation:Tokens:ClockSkew"] = "00:00:00";
        settings["GrpcRefresh:Rotation:Tokens:RetirementPatience"] = "00:00:30";
        settings["GrpcRefresh:Rotation:Patience"] = "00:00:10";
        settings["GrpcRefresh:Rotation:RetryPause"] = "00:00:00.05";
        settings["GrpcRefresh:Rotation:RetryPauseMax"] = "00:00:00.5";
    }

    /// <summary>A service in this process.</summary>
    public Task<TestService> ServeAsync(Action<Dictionary<string, string?>>? settings = null) => TestService.OfAsync(
        Tableau,
        all =>
        {
            Configure(all);
            settings?.Invoke(all);
        },
        time: _time);

    /// <summary>A new token for all connections of the user, everything proved; the old one goes as soon as that is known.</summary>
    public static RotateConnectionCredentialsRequest Request(Action<SnowflakeToken>? order = null, string from = User)
    {
        var token = new SnowflakeToken { User = User, OldToken = Old, Overlap = new Duration() };
        order?.Invoke(token);
        return new RotateConnectionCredentialsRequest
        {
            Selector = new ConnectionSelector { AccountHost = RotationCalls.Host, UserName = from },
            Credential = new Credential { SnowflakeToken = token },
            Verification = Verification.RefreshAll,
            RequestId = $"{Guid.NewGuid()}",
        };
    }

    /// <summary>Somebody else signs in with the first token.</summary>
    public void SignInElsewhere() => Snowflake.World.RecordLogin(User, OldSecret, "DBT", "10.2.2.2");

    /// <summary>Gives every connection another sign-in.</summary>
    public void Embed(string user, string secret)
    {
        foreach (var item in Items)
        {
            Tableau.World.ChangeItem(item.Luid, known => known with { Connections = [known.Connections[0] with { UserName = user, Secret = secret }] });
        }
    }

    public bool Accepts(ItemConnection connection) => Snowflake.World.Accepts(connection.UserName, connection.Secret);

    public bool Holds(string token, ItemConnection connection) => Snowflake.World.Tokens(User).Single(one => one.Name == token).Holds(connection.Secret);

    /// <summary>As at the beginning: one token, which all connections hold.</summary>
    public void Reset()
    {
        Snowflake.World.RemoveTokens(User, _ => true);
        OldSecret = Snowflake.World.AddToken(User, Old, TableauRole);
        Embed(User, OldSecret);
    }

    /// <summary>Takes away all content but that of the user, so that listing it takes few requests.</summary>
    public void RemoveOtherItems()
    {
        var kept = Items.Select(item => item.Luid).ToHashSet();
        foreach (var item in Tableau.World.Items.Where(item => !kept.Contains(item.Luid)).ToList())
        {
            Tableau.World.RemoveItem(item.Luid);
        }
    }

    /// <summary>A user of Tableau's role, whose tokens the service may look after.</summary>
    public SnowflakeUser AddUser(string name)
    {
        var user = Snowflake.World.User(name);
        user.Roles.Add(TableauRole);
        (user.DefaultRole, user.NetworkPolicy) = (TableauRole, ["*"]);
        Snowflake.World.GrantTokens(name, "GRPCREFRESH");
        return user;
    }

    public async ValueTask DisposeAsync()
    {
        await Tableau.DisposeAsync();
        await Snowflake.DisposeAsync();
        _key.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Plant()
    {
        Snowflake.World.User("GRPCREFRESH_SVC").Register(_key);
        AddUser(User);
        Reset();
    }
}
