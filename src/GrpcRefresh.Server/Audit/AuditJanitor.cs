using GrpcRefresh.Server.Storage;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Audit;

/// <summary>Deletes rows of the audit whose retention has passed.</summary>
internal sealed partial class AuditJanitor(SqliteDatabase database, IOptions<StorageOptions> options, TimeProvider time, ILogger<AuditJanitor> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                int deleted;
                while ((deleted = await PurgeAsync(stoppingToken)) > 0)
                {
                    Log.Purged(logger, deleted);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The top of a background loop: tried again in an hour.
                Log.Failed(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private Task<int> PurgeAsync(CancellationToken ct) =>
        database.WriteAsync(db => AuditPurge.Run(db, time.GetUtcNow() - options.Value.Retention.Audit, time.GetUtcNow()), _ => { }, ct);

    private static partial class Log
    {
        [LoggerMessage(EventId = 370, EventName = "AuditPurged", Level = LogLevel.Information, Message = "Deleted {Count} rows of the audit whose retention has passed")]
        public static partial void Purged(ILogger logger, int count);

        [LoggerMessage(EventId = 371, EventName = "AuditPurgeFailed", Level = LogLevel.Error, Message = "Deleting old rows of the audit failed")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
