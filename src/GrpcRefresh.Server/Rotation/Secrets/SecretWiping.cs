using GrpcRefresh.Server.Storage;

namespace GrpcRefresh.Server.Rotation.Secrets;

/// <summary>Follows the commit in which <see cref="RotationSecretRows.Wipe"/> deleted secrets: takes them out of the log as well.</summary>
internal sealed partial class SecretWiping(SqliteDatabase database, StoredSecrets stored, ILogger<SecretWiping> logger)
{
    private const int Tries = 3;

    /// <summary>Best effort: the rotation has ended, and whatever remains in the log goes at the next start.</summary>
    public async Task CompleteAsync(CancellationToken ct)
    {
        await stored.CountAsync(ct);
        for (var i = 0; i < Tries; i++)
        {
            if (await database.TruncateLogAsync(ct))
            {
                stored.Wiped(isDone: true);
                return;
            }
        }

        stored.Wiped(isDone: false);
        Log.Delayed(logger);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 480, EventName = "WipingDelayed", Level = LogLevel.Warning,
            Message = "A rotation's secrets are deleted, but long reads keep their encrypted form in the write-ahead log until a later rotation ends or the service starts anew")]
        public static partial void Delayed(ILogger logger);
    }
}
