using GrpcRefresh.Server.Storage;

namespace GrpcRefresh.Server.Callers.Keys;

/// <summary>The keys as the running service reads them. It never writes any.</summary>
internal sealed class ApiKeyStore(SqliteDatabase database)
{
    public Task<bool> AnyAsync(CancellationToken ct) => database.ReadAsync(ApiKeyRows.Any, ct);

    public Task<ApiKey?> FindAsync(string keyId, CancellationToken ct) => database.ReadAsync(db => ApiKeyRows.Find(db, keyId), ct);

    public Task<IReadOnlyList<ApiKey>> AllAsync(CancellationToken ct) => database.ReadAsync(ApiKeyRows.All, ct);
}
