using System.Text.RegularExpressions;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.SnowflakeSimulation;
using GrpcRefresh.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.FunctionalTests.Catalog;

/// <summary>A simulated Snowflake with the mapping table of the bundle, or with the recipe's own.</summary>
internal sealed partial class MappingSnowflake : IAsyncDisposable
{
    private const string File = "60_mapping_table.sql";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-mapping-");
    private readonly SnowflakeNeighbour _neighbour;

    private MappingSnowflake(SnowflakeSimulator simulator)
    {
        Simulator = simulator;
        PatFile = Path.Combine(_folder.FullName, "pat");
        System.IO.File.WriteAllText(PatFile, simulator.World.AddToken("GRPCREFRESH_SVC", "SERVICE", "GRPCREFRESH"));
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(PatFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var options = new SnowflakeOptions { Account = simulator.World.Account, Url = simulator.Url, User = "GRPCREFRESH_SVC", PatFile = PatFile };
        _neighbour = new SnowflakeNeighbour(Options.Create(options), SnowflakeTransport.CreateHandler, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public SnowflakeSimulator Simulator { get; }

    public string PatFile { get; }

    /// <summary>The table as the bundle names it.</summary>
    public static string Table => "GRPCREFRESH.MAPPING_TABLES.API__TABLEAU__RESOURCES";

    /// <param name="migrated">Whether the bundle's file has been run, or the table has the recipe's five columns only.</param>
    public static async Task<MappingSnowflake> StartAsync(bool migrated = true, TimeProvider? time = null)
    {
        var snowflake = new MappingSnowflake(await SnowflakeSimulator.StartAsync(new SnowflakeSimulatorOptions { Time = time ?? TimeProvider.System }));
        await snowflake.QueryAsync("create database GRPCREFRESH");
        await snowflake.QueryAsync("create schema GRPCREFRESH.MAPPING_TABLES");
        foreach (var statement in Statements().Take(migrated ? int.MaxValue : 1))
        {
            await snowflake.QueryAsync(statement);
        }

        return snowflake;
    }

    /// <summary>Runs the bundle's file over the table.</summary>
    public async Task MigrateAsync()
    {
        foreach (var statement in Statements())
        {
            await QueryAsync(statement);
        }
    }

    /// <summary>What a service needs to talk to it.</summary>
    public void Configure(Dictionary<string, string?> settings)
    {
        settings["GrpcRefresh:Snowflake:Account"] = Simulator.World.Account;
        settings["GrpcRefresh:Snowflake:Url"] = Simulator.Url.ToString();
        settings["GrpcRefresh:Snowflake:User"] = "GRPCREFRESH_SVC";
        settings["GrpcRefresh:Snowflake:PatFile"] = PatFile;
        settings["GrpcRefresh:Catalog:Mapping:Table"] = Table;
    }

    public Task<SqlResult> QueryAsync(string sql, params SqlBinding[] bindings) =>
        _neighbour.Account!.QueryAsync(new SqlStatement(sql) { Bindings = bindings }, CancellationToken.None);

    /// <summary>A row as a user of the recipe writes it.</summary>
    public Task WriteByHandAsync(string type, string name, string project, string site, string luid) => QueryAsync(
        $"insert into {Table} (RESOURCE_TYPE, RESOURCE_NAME, PROJECT_NAME, SITE_ID, RESOURCE_ID) values (?, ?, ?, ?, ?)",
        [.. new[] { type, name, project, site, luid }.Select(SqlBinding.Text)]);

    public async Task<IReadOnlyList<SqlRow>> RowsAsync(string luid = "") =>
        (await QueryAsync($"select * from {Table} where ? in ('', RESOURCE_ID) order by RESOURCE_ID", SqlBinding.Text(luid))).Rows;

    /// <summary>How often the table was read or written so far.</summary>
    public int Statements(string verb) => Simulator.World.QueryHistory.Count(query => query.Text.StartsWith(verb, StringComparison.OrdinalIgnoreCase));

    public async ValueTask DisposeAsync()
    {
        _neighbour.Dispose();
        await Simulator.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static IEnumerable<string> Statements() => Comment().Replace(new SnowflakeBundle(Checkout.Root).Rendered(File), "")
        .Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Where(statement => statement.Contains(Table, StringComparison.Ordinal) && !statement.StartsWith("GRANT", StringComparison.Ordinal));

    [GeneratedRegex("^--.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
