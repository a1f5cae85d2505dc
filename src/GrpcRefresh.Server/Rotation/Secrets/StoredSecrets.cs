using GrpcRefresh.Server.Storage;
using GrpcRefresh.Server.Telemetry;

namespace GrpcRefresh.Server.Rotation.Secrets;

/// <summary>How many rotations have secrets in the database, counted there whenever that may have changed, and whether some were not wiped yet.</summary>
internal sealed class StoredSecrets
{
    private readonly SqliteDatabase _database;
    private volatile int _stored;
    private volatile bool _isUnwiped;

    public StoredSecrets(SqliteDatabase database, RotationMeasures measures)
    {
        _database = database;
        measures.ObserveSecrets(() => _stored, () => _isUnwiped);
    }

    public async Task CountAsync(CancellationToken ct) => _stored = (await _database.ReadAsync(RotationSecretRows.Jobs, ct)).Count;

    /// <summary>Deleted secrets were taken out of the log as well, or could not be.</summary>
    public void Wiped(bool isDone) => _isUnwiped = !isDone;
}
