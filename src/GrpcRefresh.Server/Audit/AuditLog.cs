using GrpcRefresh.Server.Storage;

namespace GrpcRefresh.Server.Audit;

/// <summary>Writes down what has no write of its own to be written with, such as a refused call.</summary>
internal sealed class AuditLog(SqliteDatabase database, TimeProvider time)
{
    /// <summary>Answers once the row is on disk.</summary>
    public Task AppendAsync(AuditEntry entry, CancellationToken ct) =>
        database.WriteAsync(db => AuditRows.Append(db, entry, time.GetUtcNow()), _ => { }, ct);
}
