using GrpcRefresh.Server.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Audit;

/// <summary>The audit on disk, looked at from outside the service on one snapshot.</summary>
internal sealed class AuditFile : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _snapshot;

    /// <exception cref="OptionsValidationException">The configured database cannot be read.</exception>
    public AuditFile(IConfiguration configuration)
    {
        _connection = ReadOnlyDatabase.Open(configuration);
        _snapshot = _connection.BeginTransaction(deferred: true);
    }

    public AuditReport Verify(string? chain) => AuditVerification.Run(_connection, chain);

    public IEnumerable<AuditRow> Read(string? chain, DateTimeOffset? since) => AuditRows.ByEntry(_connection, chain, since);

    public void Dispose()
    {
        _snapshot.Dispose();
        _connection.Dispose();
    }
}
