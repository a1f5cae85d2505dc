using System.Security.Cryptography;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.SnowflakeSimulation;
using GrpcRefresh.SnowflakeSimulation.World;
using GrpcRefresh.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.FunctionalTests.Outcomes;

/// <summary>A simulated Snowflake with the log as the bundle makes it, and what a service needs to write there.</summary>
internal sealed class LogOfOutcomes : IAsyncDisposable
{
    private const string Table = "\"GRPCREFRESH.TABLEAU.TABLEAU_JOB_LOG\"";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcomes");
    private readonly RSA _key = RSA.Create(2048);
    private readonly SnowflakeNeighbour _neighbour;

    private LogOfOutcomes(SnowflakeSimulator simulator)
    {
        Snowflake = simulator;
        Snowflake.World.User("GRPCREFRESH_SVC").Register(_key);
        var keyFile = Path.Combine(_folder.FullName, "key.pem");
        PrivateAuthority.WritePrivately(keyFile, _key.ExportPkcs8PrivateKeyPem());
        var options = new SnowflakeOptions { Account = simulator.World.Account, Url = simulator.Url, User = "GRPCREFRESH_SVC", PrivateKeyFile = keyFile };
        // By the wall's clock, so that a pause between two tries passes by itself. It signs by the simulator's.
        _neighbour = new SnowflakeNeighbour(Options.Create(options), SnowflakeTransport.CreateHandler, TimeProvider.System, NullLoggerFactory.Instance);
        Settings = new Dictionary<string, string?>
        {
            ["GrpcRefresh:Snowflake:Account"] = options.Account,
            ["GrpcRefresh:Snowflake:Url"] = $"{options.Url}",
            ["GrpcRefresh:Snowflake:User"] = options.User,
            ["GrpcRefresh:Snowflake:PrivateKeyFile"] = keyFile,
            // As long does a write wait for one that may still run.
            ["GrpcRefresh:Snowflake:StatementTimeout"] = "00:00:02",
            ["GrpcRefresh:Outcomes:Enabled"] = "true",
            ["GrpcRefresh:Outcomes:Window"] = "00:00:01",
        };
    }

    public SnowflakeSimulator Snowflake { get; }

    /// <summary>As the service connects, too.</summary>
    public SnowflakeNeighbour Neighbour => _neighbour;

    /// <summary>For a service that is to write there a second after an end.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; }

    public static async Task<LogOfOutcomes> StartAsync(TimeProvider? time = null)
    {
        var log = new LogOfOutcomes(await SnowflakeSimulator.StartAsync(new SnowflakeSimulatorOptions { Time = time ?? TimeProvider.System }));
        await log.CreateAsync();
        return log;
    }

    public void Configure(Dictionary<string, string?> settings)
    {
        foreach (var (key, value) in Settings)
        {
            settings[key] = value;
        }
    }

    public Task<SqlResult> QueryAsync(string sql) => _neighbour.Account!.QueryAsync(new SqlStatement(sql), CancellationToken.None);

    /// <summary>These columns of the log as they are in SQLite, a text for each row, in the order of the ends.</summary>
    public IReadOnlyList<string> Rows(string columns = "JOB_ID") =>
        [.. Snowflake.World.Read($"select {columns} from {Table} order by END_TIME, JOB_ID").Select(row => string.Join(' ', row))];

    /// <summary>The statements that wrote outcomes, oldest first.</summary>
    public IReadOnlyList<QueryEvent> Writes => [.. Snowflake.World.QueryHistory.Where(query => query.Text.StartsWith("MERGE INTO", StringComparison.Ordinal)).OrderBy(query => query.Start)];

    /// <summary>No two of them ran at the same moment, as one of them might then not have seen what the other inserted.</summary>
    public void AssertNoWriteBesideAnother() => Assert.All(Writes.Zip(Writes.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start, $"{pair.First} ran beside {pair.Second}"));

    public async Task UntilAsync(int rows)
    {
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        while (Rows().Count < rows)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _neighbour.Dispose();
        await Snowflake.DisposeAsync();
        _key.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task CreateAsync()
    {
        await QueryAsync("create database if not exists GRPCREFRESH");
        await QueryAsync("create schema if not exists GRPCREFRESH.TABLEAU");
        var statements = new SnowflakeBundle(Checkout.Root).Rendered("65_outcomes.sql").Split(";\n").Select(statement => statement.Trim());
        foreach (var statement in statements.Where(statement => statement.StartsWith("CREATE", StringComparison.Ordinal)))
        {
            await QueryAsync(statement);
        }
    }
}
