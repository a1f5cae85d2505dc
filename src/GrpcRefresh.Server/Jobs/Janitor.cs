using GrpcRefresh.Server.Storage;
using GrpcRefresh.Server.Telemetry;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Deletes jobs whose retention has passed, with their events and request ids.</summary>
internal sealed partial class Janitor(
    JobStore store, UnloggedJobs unlogged, OutcomeMeasures measures, IOptions<StorageOptions> options, TimeProvider time, ILogger<Janitor> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                while (await PurgeAsync(stoppingToken))
                {
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

    /// <returns>Whether there may be more.</returns>
    private async Task<bool> PurgeAsync(CancellationToken ct)
    {
        var (deleted, lost) = await store.PurgeAsync(time.GetUtcNow() - options.Value.Retention.Jobs, unlogged.MostKept, ct);
        if (deleted > 0)
        {
            Log.Deleted(logger, deleted);
        }

        if (lost > 0 && unlogged.MostKept > 0)
        {
            measures.Lost(lost);
            Log.Lost(logger, lost, unlogged.MostKept);
        }

        return deleted > 0;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 360, EventName = "JobsDeleted", Level = LogLevel.Information, Message = "Deleted {Count} jobs whose retention has passed")]
        public static partial void Deleted(ILogger logger, int count);

        [LoggerMessage(EventId = 361, EventName = "PurgeFailed", Level = LogLevel.Error, Message = "Deleting old jobs failed")]
        public static partial void Failed(ILogger logger, Exception e);

        [LoggerMessage(EventId = 362, EventName = "OutcomesLost", Level = LogLevel.Error, Message = "{Count} of these had never been written to Snowflake's log of outcomes, " +
            "which had more than {MostKept} such jobs to wait for beyond their retention. Mend what the errors about outcomes say, or raise GrpcRefresh:Outcomes:MaxKept")]
        public static partial void Lost(ILogger logger, int count, int mostKept);
    }
}
