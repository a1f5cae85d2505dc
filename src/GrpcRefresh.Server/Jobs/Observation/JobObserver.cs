using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs.Observation;

/// <summary>
/// Measures jobs by listening to their changes, and traces each when it has ended. What is active is kept up in memory, so that
/// nobody who collects metrics asks the database.
/// </summary>
internal sealed class JobObserver(
    JobFeed feed, JobStore store, WatcherLimit watchers, PollAges polls, TableauSites sites, JobMeasures measures, TimeProvider time) : IHostedLifecycleService
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, JobStay> _stays = [];

    /// <summary>Before anything drives a job: what is active already is taken in once.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        feed.Published += Note;
        foreach (var site in await store.ActiveSitesAsync(cancellationToken))
        {
            TakeIn(await store.ActiveAsync(site, cancellationToken));
        }

        TakeIn(await store.ActiveRotationsAsync(cancellationToken));
        measures.StartAtZero(sites.All.Select(site => site.Key));
        measures.ObserveActive(Groups);
        measures.ObserveWatches(() => watchers.Open);
        measures.ObservePolls(polls.Read);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static SiteKey SiteOf(JobRecord job) => SiteTags.Common(job.TouchedSites);

    private void TakeIn(IReadOnlyList<JobRecord> jobs)
    {
        lock (_gate)
        {
            foreach (var job in jobs)
            {
                // When it came into its state is not known, only that it was not later than its last change.
                _stays.TryAdd(job.JobId, new JobStay(job, SiteOf(job), IsWhole: false));
            }
        }
    }

    /// <summary>Called by the one writer, between two commits.</summary>
    private void Note(JobRecord job)
    {
        lock (_gate)
        {
            if (!_stays.TryGetValue(job.JobId, out var stay))
            {
                if (!job.IsEnded)
                {
                    _stays.Add(job.JobId, new JobStay(job, SiteOf(job), IsWhole: true));
                }

                return;
            }

            if (job.State == stay.State)
            {
                return;
            }

            if (stay.IsWhole)
            {
                measures.Left(job.Kind, stay.State, job.UpdateTime - stay.Since);
            }

            if (job.IsEnded)
            {
                _stays.Remove(job.JobId);
                End(job, stay);
            }
            else
            {
                _stays[job.JobId] = new JobStay(job, stay.Site, IsWhole: true);
            }
        }
    }

    private void End(JobRecord job, JobStay last)
    {
        measures.Ended(job.Kind, job.State, job.Error?.Reason, last.Site);
        // Only these ends were told by Tableau, and only of jobs that it had taken.
        if (job is { Kind: JobKind.Refresh, State: JobState.Succeeded or JobState.Failed, EndTime: { } end } && JobStates.IsTracked(last.State))
        {
            var lag = job.UpdateTime - (end - (sites.Find(job.Item.Site)?.ClockOffset ?? TimeSpan.Zero));
            measures.Detected(last.Site, lag > TimeSpan.Zero ? lag : TimeSpan.Zero);
        }

        JobTrace.Tell(job, last.Site);
    }

    private List<ActiveGroup> Groups()
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            return [.. _stays.Values
                .GroupBy(stay => (stay.Kind, stay.State, stay.Site))
                .Select(group => new ActiveGroup(group.Key.Kind, group.Key.State, group.Key.Site, group.Count(), now - group.Min(stay => stay.Since)))];
        }
    }

    /// <param name="IsWhole">Its beginning was seen.</param>
    private readonly record struct JobStay(JobKind Kind, JobState State, SiteKey Site, DateTimeOffset Since, bool IsWhole)
    {
        public JobStay(JobRecord job, SiteKey site, bool IsWhole)
            : this(job.Kind, job.State, site, job.UpdateTime, IsWhole)
        {
        }
    }
}
