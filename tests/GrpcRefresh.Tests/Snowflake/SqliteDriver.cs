using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Tests.Snowflake;

/// <summary>SQLite's ADO.NET driver in the place of Snowflake's: it notes what it would connect with, and opens a database in memory.</summary>
internal sealed class SqliteDriver : DbProviderFactory, IDisposable
{
    private readonly string _database = $"Data Source={Guid.NewGuid():N};Mode=Memory;Cache=Shared";
    private readonly SqliteConnection _kept;

    public SqliteDriver()
    {
        _kept = new SqliteConnection(_database);
        _kept.Open();
    }

    /// <summary>The text of the last connection.</summary>
    public DbConnectionStringBuilder Seen { get; private set; } = [];

    /// <summary>Called for each connection that is opened.</summary>
    public Action<SqliteConnection> Opened { get; set; } = _ => { };

    /// <summary>What executing a command throws; null while it works.</summary>
    public Exception? Failure { get; set; }

    public override DbConnection CreateConnection() => new Connection(this);

    public void Dispose() => _kept.Dispose();

    private sealed class Connection(SqliteDriver driver) : SqliteConnection
    {
        [AllowNull]
        public override string ConnectionString
        {
            get => base.ConnectionString;
            set
            {
                driver?.Seen = new DbConnectionStringBuilder { ConnectionString = value };
                base.ConnectionString = driver?._database;
            }
        }

        public override SqliteCommand CreateCommand() => driver.Failure is { } failure ? new Command(failure) : base.CreateCommand();

        public override async Task OpenAsync(CancellationToken cancellationToken)
        {
            await base.OpenAsync(cancellationToken);
            driver.Opened(this);
        }
    }

    private sealed class Command(Exception failure) : SqliteCommand
    {
        protected override Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) => throw failure;
    }
}
