using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Catalog.Mapping;

/// <summary>Syncs all sites from time to time, if so configured.</summary>
internal sealed partial class SyncSchedule(SyncDesk desk, IOptions<CatalogOptions> options, TimeProvider time, ILogger<SyncSchedule> logger) : BackgroundService
{
    /// <summary>By how much an interval is longer or shorter, so that services do not ask in step.</summary>
    public const double Jitter = 0.1;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Mapping.SyncEvery is not { } every)
        {
            return;
        }

        // Soon, because a service that is restarted more often would never sync; not at once, because one that keeps crashing would do nothing else.
        var wait = every * Jitter;
        while (true)
        {
            await Task.Delay(wait, time, stoppingToken);
            wait = await SyncAsync() ?? (every * (1 + (Jitter * ((2 * Random.Shared.NextDouble()) - 1))));
        }
    }

    /// <returns>When to try again, if another sync is in the way; null for an interval from now.</returns>
    private async Task<TimeSpan?> SyncAsync()
    {
        try
        {
            // The drain ends it, and it is waited for, so that the audit has its end.
            var done = await desk.RunAsync(SyncCommand.Everything, CancellationToken.None);
            Log.Synced(logger, done.Count, done.Sum(site => site.Added), done.Sum(site => site.Changed + site.Returned), done.Sum(site => site.Vanished), done.Count(site => site.Error is not null));
        }
        catch (RefusedException e)
        {
            Log.Refused(logger, e.Message);
            return e.Failure.Reason == ErrorReason.AlreadyRunning ? e.Failure.RetryAfter : null;
        }
        catch (Exception e)
        {
            // The top of a background loop: tried again at its next time.
            Log.Failed(logger, e);
        }

        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Synced the mapping table with {Sites} sites: {Added} added, {Changed} changed, {Vanished} vanished; {Failed} sites not", EventName = "CatalogSynced")]
        public static partial void Synced(ILogger logger, int sites, int added, int changed, int vanished, int failed);

        [LoggerMessage(2, LogLevel.Warning, "The mapping table could not be synced: {Reason}", EventName = "CatalogNotSynced")]
        public static partial void Refused(ILogger logger, string reason);

        [LoggerMessage(3, LogLevel.Error, "The sync of the mapping table failed", EventName = "CatalogSyncFailed")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
