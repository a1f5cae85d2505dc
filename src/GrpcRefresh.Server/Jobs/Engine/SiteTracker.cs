using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>
/// Drives all active jobs of one site: submits what is due, passes on cancels, and polls once for everybody. Runs from
/// the first active job to the last.
/// </summary>
internal sealed partial class SiteTracker(
    SiteContext context, RunEpoch epoch, Submission submission, Cancellation cancellation, SitePoll poll, JobFeed feed)
    : IDisposable
{
    private readonly Dictionary<string, JobRecord> _jobs = [];
    private readonly Dictionary<string, TimeSpan?> _usual = [];
    private readonly Dictionary<string, Task> _underWay = [];
    private readonly Dictionary<string, DateTimeOffset> _cancelAgainAt = [];
    private readonly PollPace _pace = new(context.Options.PollMin, context.Options.PollMax);
    private readonly SemaphoreSlim _slots = new(context.Options.MaxParallelRequests);

    private volatile TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _poll = Task.CompletedTask;
    private DateTimeOffset _lastPoll = DateTimeOffset.MinValue;
    private DateTimeOffset _noPollBefore = DateTimeOffset.MinValue;
    private int _failedPolls;

    /// <summary>Ends when no job of the site is active, or when asked to stop; requests under way are waited for.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var mailbox = feed.Open(job => job.Item.Site == context.Site.Key, context.Options.MaxActive * 2);
        Take(await ActiveAsync());
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await epoch.ConfirmAsync(context.Store, CancellationToken.None);
                Take(mailbox.Take() ?? await ActiveAsync());
                Reap();
                await LearnUsualTimesAsync();
                if (_jobs.Count == 0 && _underWay.Count == 0 && _poll.IsCompleted)
                {
                    return;
                }

                SubmitWhatIsDue();
                CancelWhatIsWanted();
                PollWhenDue();
                await NextEventAsync(mailbox, stop);
            }
        }
        finally
        {
            await Task.WhenAll([.. _underWay.Values, _poll]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _slots.Dispose();

    private async Task<IReadOnlyCollection<JobRecord>> ActiveAsync() => await context.Store.ActiveAsync(context.Site.Key, CancellationToken.None);

    private void Take(IEnumerable<JobRecord> changed)
    {
        foreach (var job in changed)
        {
            if (job.IsEnded)
            {
                _jobs.Remove(job.JobId);
                _usual.Remove(job.JobId);
                _cancelAgainAt.Remove(job.JobId);
            }
            else if (!_jobs.TryGetValue(job.JobId, out var known) || known.Revision <= job.Revision)
            {
                _jobs[job.JobId] = job;
            }
        }
    }

    private void Reap()
    {
        _finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var (jobId, task) in _underWay.Where(entry => entry.Value.IsCompleted).ToList())
        {
            _underWay.Remove(jobId);
            Observe(task);
        }

        Observe(_poll);
        _poll = _poll.IsCompleted ? Task.CompletedTask : _poll;
    }

    private void SubmitWhatIsDue()
    {
        foreach (var job in _jobs.Values.GroupBy(job => job.Lane).Select(Head).Where(IsDue).OrderBy(job => job.CreateTime).ToList())
        {
            Start(job.JobId, () => submission.RunAsync(job.JobId));
        }
    }

    /// <summary>Only the head of a lane may go: the follow-up waits for its end.</summary>
    private static JobRecord Head(IEnumerable<JobRecord> lane) =>
        lane.MinBy(job => (job.State == JobState.Queued, job.CreateTime, job.JobId))!;

    private bool IsDue(JobRecord job) =>
        job is { State: JobState.Queued, Drive.WaitsForTableauJob: null }
        && (job.Drive.NotBefore ?? DateTimeOffset.MinValue) <= context.Now
        && !_underWay.ContainsKey(job.JobId);

    private void CancelWhatIsWanted()
    {
        foreach (var job in _jobs.Values.Where(job => job.State == JobState.Cancelling && !_underWay.ContainsKey(job.JobId)).ToList())
        {
            if (_cancelAgainAt.GetValueOrDefault(job.JobId) <= context.Now)
            {
                _cancelAgainAt[job.JobId] = context.Now + context.Options.BackOffMax;
                Start(job.JobId, () => cancellation.RunAsync(job));
            }
        }
    }

    private void PollWhenDue()
    {
        var wanted = _jobs.Values.Where(WantsPoll).ToList();
        if (wanted.Count > 0 && _poll.IsCompleted && PollDue(wanted) <= context.Now)
        {
            _lastPoll = context.Now;
            _poll = Task.Run(() => PollAsync(wanted));
            _poll.ContinueWith(_ => _finished.TrySetResult(), TaskScheduler.Default);
        }
    }

    private bool WantsPoll(JobRecord job) =>
        JobStates.IsTracked(job.State)
        || job.Drive.WaitsForTableauJob is not null
        || (job.State == JobState.Submitting && !_underWay.ContainsKey(job.JobId));

    private DateTimeOffset PollDue(IEnumerable<JobRecord> wanted)
    {
        var due = wanted.Min(job => job.State is JobState.Running or JobState.Pending
            ? _pace.NextPoll(job.Drive.AcceptedAt ?? job.CreateTime, _lastPoll, _usual.GetValueOrDefault(job.JobId))
            : _lastPoll + context.Options.PollMin);
        return due > _noPollBefore ? due : _noPollBefore;
    }

    private async Task LearnUsualTimesAsync()
    {
        foreach (var job in _jobs.Values.Where(job => JobStates.IsTracked(job.State) && !_usual.ContainsKey(job.JobId)))
        {
            var times = (await context.Store.RecentRunTimesAsync(job.Lane, CancellationToken.None)).Order().ToList();
            _usual[job.JobId] = times.Count == 0 ? null : times[times.Count / 2];
        }
    }

    private async Task PollAsync(IReadOnlyList<JobRecord> jobs)
    {
        try
        {
            await poll.RunAsync(jobs);
            if (_failedPolls > 0)
            {
                Log.Recovered(context.Log, context.Site.Key, _failedPolls);
            }

            _failedPolls = 0;
        }
        catch (TableauException e)
        {
            // A failed poll never fails a job: it says nothing about it.
            _failedPolls++;
            var pause = e.RetryAfter ?? BackOff.Delay(_failedPolls, context.Options.PollMin, context.Options.BackOffMax);
            _noPollBefore = context.Now + pause;
            Log.PollFailed(context.Log, context.Site.Key, e.Kind, _failedPolls, pause, e.Code, e.RequestId, e.Message);
        }
    }

    private void Start(string jobId, Func<Task> work)
    {
        var task = Task.Run(async () =>
        {
            await _slots.WaitAsync();
            try
            {
                await work();
            }
            finally
            {
                _slots.Release();
            }
        });
        _underWay[jobId] = task;
        task.ContinueWith(_ => _finished.TrySetResult(), TaskScheduler.Default);
    }

    private async Task NextEventAsync(JobMailbox mailbox, CancellationToken stop)
    {
        using var awake = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var timer = Task.Delay(UntilNextDue(), context.Time, awake.Token);
        await Task.WhenAny(mailbox.Arrived, _finished.Task, timer);
        await awake.CancelAsync();
    }

    private TimeSpan UntilNextDue()
    {
        var now = context.Now;
        var wait = epoch.Heartbeat;
        void AtMost(DateTimeOffset due) => wait = due - now < wait ? due - now : wait;

        foreach (var job in _jobs.Values.Where(job => !_underWay.ContainsKey(job.JobId)))
        {
            if (job is { State: JobState.Queued, Drive: { NotBefore: { } due, WaitsForTableauJob: null } } && due > now)
            {
                AtMost(due);
            }
        }

        if (_poll.IsCompleted && _jobs.Values.Where(WantsPoll).ToList() is { Count: > 0 } wanted)
        {
            AtMost(PollDue(wanted));
        }

        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private void Observe(Task task)
    {
        switch (task.Exception?.InnerException)
        {
            case null:
                break;
            case EpochLostException lost:
                throw lost;
            case var e:
                // The job stays as the database has it, and is taken up again by the next poll.
                Log.Stumbled(context.Log, context.Site.Key, e);
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 340, EventName = "PollFailed", Level = LogLevel.Warning,
            Message = "On {Site}: poll failed ({Kind}, {Failures} in a row), next try in {Pause} (Tableau's code {Code}, request {RequestId}): {Problem}")]
        public static partial void PollFailed(
            ILogger logger, SiteKey site, TableauErrorKind kind, int failures, TimeSpan pause, string? code, string? requestId, string problem);

        [LoggerMessage(EventId = 341, EventName = "PollRecovered", Level = LogLevel.Information,
            Message = "On {Site}: Tableau answers again after {Failures} failed polls")]
        public static partial void Recovered(ILogger logger, SiteKey site, int failures);

        [LoggerMessage(EventId = 342, EventName = "TrackerStumbled", Level = LogLevel.Error,
            Message = "On {Site}: a step failed unexpectedly; its job is looked at again")]
        public static partial void Stumbled(ILogger logger, SiteKey site, Exception e);
    }
}
