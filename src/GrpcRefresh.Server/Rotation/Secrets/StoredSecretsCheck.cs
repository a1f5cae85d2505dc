using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rotation.Secrets;

/// <summary>Stops a start with secrets that do not open: their rotations could neither go on nor say so later.</summary>
internal sealed partial class StoredSecretsCheck(
    SqliteDatabase database, SecretVault vault, StoredSecrets stored, IOptions<RotationOptions> options, ILogger<StoredSecretsCheck> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var jobId in await database.ReadAsync(RotationSecretRows.Jobs, cancellationToken))
        {
            try
            {
                await database.ReadAsync(db => RotationSecretRows.Open(db, vault, jobId), cancellationToken);
            }
            catch (SecretVaultException e) when (options.Value.ForgetUnreadableSecrets)
            {
                await database.WriteAsync(db => Wipe(db, jobId), _ => { }, cancellationToken);
                Log.Forgotten(logger, jobId, e.Message);
            }
            catch (SecretVaultException e)
            {
                throw new StartRefusedException(
                    $"The secrets of the unfinished rotation {jobId} cannot be used. {e.Message} If it is lost for good, start once with " +
                    $"{RotationOptions.Section}:{nameof(RotationOptions.ForgetUnreadableSecrets)}=true: the rotation then fails and has to be asked for again.",
                    e);
            }
        }

        await stored.CountAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string Wipe(SqliteConnection db, string jobId)
    {
        RotationSecretRows.Wipe(db, jobId);
        return jobId;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 481, EventName = "SecretsForgotten", Level = LogLevel.Warning,
            Message = "Deleted the secrets of the unfinished rotation {JobId}, which did not open: {Problem}")]
        public static partial void Forgotten(ILogger logger, string jobId, string problem);
    }
}
