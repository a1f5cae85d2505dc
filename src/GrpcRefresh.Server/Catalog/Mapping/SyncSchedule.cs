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
        for (var wait = every * Jitter; ; wait = every * (1 + (Jitter * ((2 * Random.Shared.NextDouble()) - 1))))
        {
            await Task.Delay(wait, time, stoppingToken);
            await SyncAsync(stoppingToken);
        }
    }

    private async Task SyncAsync(CancellationToken ct)
    {
        try
        {
            var done = await desk.RunAsync(SyncCommand.Everything, ct);
            Log.Synced(logger, done.Count, done.Sum(site => site.Added), done.Sum(site => site.Changed + site.Returned), done.Sum(site => site.Vanished), done.Count(site => site.Error is not null));
        }
        catch (RefusedException e)
        {
            Log.Refused(logger, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The top of a background loop: tried again at its next time.
            Log.Failed(logger, e);
        }
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
