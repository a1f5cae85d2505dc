using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Jobs.Observation;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>Sees to it that every site with active jobs has a tracker: at once when a job comes, and by comparing now and then.</summary>
internal sealed partial class SiteTrackers(
    JobStore store, JobFeed feed, SiteWakes wakes, LaneHolds holds, PollAges polls, TableauSites sites, ResourceCatalog catalog, IOptions<JobsOptions> options, TimeProvider time, ILoggerFactory loggers)
    : BackgroundService
{
    private readonly ILogger _log = loggers.CreateLogger<SiteTrackers>();
    private readonly Lock _gate = new();
    private readonly Dictionary<SiteKey, Task> _running = [];
    private readonly HashSet<SiteKey> _unknown = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var mailbox = feed.Open(job => !job.IsEnded && job.Kind != JobKind.Rotation, options.Value.MaxActive);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ReconcileAsync(mailbox, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The top of a background loop: the trackers go on, and the comparison is made again.
                Log.ReconcileFailed(_log, e);
                await Task.Delay(options.Value.PollMin, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        Task[] trackers;
        lock (_gate)
        {
            trackers = [.. _running.Values];
        }

        await Task.WhenAll(trackers);
    }

    /// <summary>Starts what the database says should run, then what newly comes, until it is time to compare again.</summary>
    private async Task ReconcileAsync(JobMailbox mailbox, CancellationToken stop)
    {
        await EnsureAllAsync(stop);
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var reconcile = Task.Delay(options.Value.ReconcileEvery, time, timer.Token);
        while (!reconcile.IsCompleted)
        {
            await Task.WhenAny(mailbox.Arrived, reconcile);
            if (mailbox.Take() is not { } changed)
            {
                await EnsureAllAsync(stop);
                continue;
            }

            foreach (var site in changed.Select(job => job.Item.Site).Distinct())
            {
                Ensure(site, stop);
            }
        }

        await timer.CancelAsync();
    }

    private async Task EnsureAllAsync(CancellationToken stop)
    {
        foreach (var site in await store.ActiveSitesAsync(CancellationToken.None))
        {
            Ensure(site, stop);
        }
    }

    private void Ensure(SiteKey key, CancellationToken stop)
    {
        lock (_gate)
        {
            if (_running.ContainsKey(key) || stop.IsCancellationRequested)
            {
                return;
            }

            if (sites.Find(key) is not { } site || site.Key != key)
            {
                if (_unknown.Add(key))
                {
                    Log.NotConfigured(_log, key);
                }

                return;
            }

            _running[key] = Task.Run(() => TrackAsync(site, stop), CancellationToken.None);
        }
    }

    private async Task TrackAsync(TableauSite site, CancellationToken stop)
    {
        try
        {
            var tracker = await NewTrackerAsync(site);
            await tracker.RunAsync(stop);
            lock (_gate)
            {
                _running.Remove(site.Key);
            }

            // A job may have come between the tracker's last look and now.
            await EnsureAllAsync(stop);
        }
        catch (Exception e)
        {
            // The top of a background loop: the next comparison starts the tracker anew.
            Log.TrackerFailed(_log, site.Key, e);
            lock (_gate)
            {
                _running.Remove(site.Key);
            }
        }
    }

    private async Task<SiteTracker> NewTrackerAsync(TableauSite site)
    {
        var name = $"site:{site.Key.Server}/{site.Key.ContentUrl}";
        var asked = await store.StartRunnerAsync(name, CancellationToken.None);
        var epoch = new RunEpoch(name, asked, options.Value.EpochLimit, time);
        var context = new SiteContext(site, store, holds, epoch, options.Value, time, _log);
        var contents = new TableauContentIndex(context);
        var freshness = new ExtractFreshness(context);
        return new SiteTracker(
            context,
            epoch,
            new Submission(context, new ForeignRuns(context, contents), new Retargeting(context, catalog), catalog),
            new Cancellation(context),
            new SitePoll(context, new LostAnswers(context, contents), new VanishedJobs(context, freshness), new BridgeJobs(context, freshness)),
            feed,
            polls,
            wakes.Of(site.Key));
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 350, EventName = "SiteNotConfigured", Level = LogLevel.Warning,
            Message = "Jobs of {Site} are active, but it is no longer configured; they wait until it is again")]
        public static partial void NotConfigured(ILogger logger, SiteKey site);

        [LoggerMessage(EventId = 352, EventName = "ReconcileFailed", Level = LogLevel.Error,
            Message = "Comparing the database with what is running failed; it will be tried again")]
        public static partial void ReconcileFailed(ILogger logger, Exception e);

        [LoggerMessage(EventId = 351, EventName = "TrackerFailed", Level = LogLevel.Error,
            Message = "The tracker of {Site} failed; it will be started again")]
        public static partial void TrackerFailed(ILogger logger, SiteKey site, Exception e);
    }
}
