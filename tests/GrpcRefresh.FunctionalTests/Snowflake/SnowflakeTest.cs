using System.Security.Cryptography;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.SnowflakeSimulation;
using GrpcRefresh.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.FunctionalTests.Snowflake;

/// <summary>The client over real sockets to a simulator, both by one clock that runs fast, so that pauses between tries cost nothing.</summary>
public abstract class SnowflakeTest : IAsyncLifetime
{
    private readonly List<IDisposable> _open = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("snowflake").FullName;

    internal RSA Key { get; } = RSA.Create(2048);

    internal QuickClock Clock { get; } = new(60);

    internal SnowflakeSimulator Simulator { get; private set; } = null!;

    /// <summary>Of GRPCREFRESH_SVC, by key pair.</summary>
    internal SnowflakeAccount Account { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Simulator = await SnowflakeSimulator.StartAsync(new SnowflakeSimulatorOptions { Time = Clock });
        Simulator.World.User("GRPCREFRESH_SVC").Register(Key);
        Account = Connect("GRPCREFRESH_SVC", Key);
    }

    public async Task DisposeAsync()
    {
        _open.ForEach(one => one.Dispose());
        await Simulator.DisposeAsync();
        Key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    internal SnowflakeAccount Connect(string user, RSA key, Action<SnowflakeOptions>? configure = null) => Open(configure, ByKeyPair(user, key));

    internal SnowflakeAccount Connect(string token, Action<SnowflakeOptions>? configure = null) => Open(configure, ByToken("SOMEBODY", token));

    internal static Task<SqlResult> QueryAsync(SnowflakeAccount account, string sql, params SqlBinding[] bindings) =>
        account.QueryAsync(new SqlStatement(sql) { Bindings = bindings }, CancellationToken.None);

    internal Task<SqlResult> QueryAsync(string sql, params SqlBinding[] bindings) => QueryAsync(Account, sql, bindings);

    internal static Task<SnowflakeException> FailureAsync(SnowflakeAccount account, string sql, params SqlBinding[] bindings) =>
        Assert.ThrowsAsync<SnowflakeException>(() => QueryAsync(account, sql, bindings));

    internal Task<SnowflakeException> FailureAsync(string sql, params SqlBinding[] bindings) => FailureAsync(Account, sql, bindings);

    internal async Task<Secret> AddTokenAsync(string user, string name, Guid? request = null, bool repeated = false)
    {
        var result = await Account.QueryAsync(
            new SqlStatement($"alter user {SqlName.Of(user)} add programmatic access token {SqlName.Of(name)} role_restriction = 'TABLEAU' days_to_expiry = 30")
            {
                ResultIsSecret = true,
                RequestId = request ?? Guid.NewGuid(),
                Repeated = repeated,
            }, CancellationToken.None);
        return result.Rows[0].Secret("token_secret");
    }

    internal SnowflakeOptions ByKeyPair(string user, RSA key) => new() { User = user, PrivateKeyFile = FileOf("key", key.ExportPkcs8PrivateKeyPem()) };

    internal SnowflakeOptions ByToken(string user, string token) => new() { User = user, PatFile = FileOf("pat", token) };

    /// <summary>The room's door, as the service opens it.</summary>
    internal SnowflakeNeighbour Open(SnowflakeOptions options, ILoggerFactory? loggers = null, bool isOn = true)
    {
        if (isOn)
        {
            (options.Account, options.Url) = (Simulator.World.Account, Simulator.Url);
            (options.Database, options.Schema) = ("APP", "PUBLIC");
        }

        var neighbour = new SnowflakeNeighbour(Options.Create(options), SnowflakeTransport.CreateHandler, Clock, loggers ?? NullLoggerFactory.Instance);
        _open.Add(neighbour);
        return neighbour;
    }

    private SnowflakeAccount Open(Action<SnowflakeOptions>? configure, SnowflakeOptions options)
    {
        configure?.Invoke(options);
        return Open(options).Account!;
    }

    private string FileOf(string name, string text)
    {
        var path = Path.Combine(_folder, $"{name}-{Guid.NewGuid():N}");
        PrivateAuthority.WritePrivately(path, text);
        return path;
    }
}
