using GrpcRefresh.Server.Storage;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Deletes jobs whose retention has passed, with their events and request ids.</summary>
internal sealed partial class Janitor(JobStore store, IOptions<StorageOptions> options, TimeProvider time, ILogger<Janitor> logger) : BackgroundService
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
                while ((deleted = await store.PurgeAsync(time.GetUtcNow() - options.Value.Retention.Jobs, stoppingToken)) > 0)
                {
                    Log.Deleted(logger, deleted);
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

    private static partial class Log
    {
        [LoggerMessage(EventId = 360, EventName = "JobsDeleted", Level = LogLevel.Information, Message = "Deleted {Count} jobs whose retention has passed")]
        public static partial void Deleted(ILogger logger, int count);

        [LoggerMessage(EventId = 361, EventName = "PurgeFailed", Level = LogLevel.Error, Message = "Deleting old jobs failed")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
