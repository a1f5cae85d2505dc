using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.Tests.Tableau;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Snowflake;

/// <summary>The real Snowflake neighbour over a stub of the network and a clock that only the test moves.</summary>
internal sealed class SnowflakeWorkbench : IDisposable
{
    public const string Token = "the-token-of-the-service";

    private readonly string _folder = Directory.CreateTempSubdirectory("snowflake").FullName;
    private readonly SnowflakeNeighbour _neighbour;

    public SnowflakeWorkbench(Action<SnowflakeOptions>? configure = null)
    {
        var options = new SnowflakeOptions
        {
            Account = "myorg-myaccount",
            User = "svc",
            Role = "REFRESHER",
            Warehouse = "WH",
            // Longer than any wait that the clock passes over.
            RequestTimeout = TimeSpan.FromMinutes(20),
        };
        configure?.Invoke(options);
        if (options.PrivateKeyFile is null)
        {
            options.PatFile = FileOf("pat", Token);
        }

        Time.SkipUpTo = TimeSpan.FromMinutes(1);
        _neighbour = new SnowflakeNeighbour(Options.Create(options), _ => Stub, Time, new LoggerFactory([Log]));
    }

    public ManualTimeProvider Time { get; } = new();

    public StubSnowflake Stub { get; } = new();

    public RecordingLog Log { get; } = new();

    public SnowflakeNeighbour Neighbour => _neighbour;

    public SnowflakeAccount Account => _neighbour.Account!;

    public static SqlStatement Statement => new("select VALUE from T");

    public string FileOf(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        PrivateText.Write(path, text);
        return path;
    }

    public Task<SqlResult> QueryAsync(SqlStatement? statement = null, CancellationToken ct = default) => Account.QueryAsync(statement ?? Statement, ct);

    public Task<SnowflakeException> FailureAsync(SqlStatement? statement = null) => Assert.ThrowsAsync<SnowflakeException>(() => QueryAsync(statement));

    public void Dispose()
    {
        _neighbour.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
