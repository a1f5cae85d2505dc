using System.Collections.Concurrent;
using GrpcRefresh.Server.Jobs.Observation;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>
/// Drives all active jobs of one site: submits what is due, passes on cancels, and polls once for everybody. Runs from
/// the first active job to the last.
/// </summary>
internal sealed partial class SiteTracker(
    SiteContext context, RunEpoch epoch, Submission submission, Cancellation cancellation, SitePoll poll, JobFeed feed, PollAges polls, SiteWake wake)
{
    private readonly Dictionary<string, Task> _underWay = [];
    private readonly ConcurrentDictionary<string, DateTimeOffset> _cancelAgainAt = [];

    private SiteAgenda _agenda = NewAgenda(context);
    private volatile TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _poll = Task.CompletedTask;
    private bool _polling;
    private DateTimeOffset _noPollBefore = DateTimeOffset.MinValue;
    private int _failedPolls;

    /// <summary>Ends when no job of the site is active, or when asked to stop; requests under way are waited for.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var mailbox = feed.Open(job => job.Item.Site == context.Site.Key, context.Options.MaxActive * 2);
        using var holdNews = context.Holds.Open(context.Site.Key);
        await ReloadAsync();
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await epoch.ConfirmAsync(context.Store, CancellationToken.None);
                var pollEnded = Reap();
                await TakeAsync(mailbox);
                _agenda.HeedHolds(holdNews.Take());
                await LearnUsualTimesAsync();
                if (pollEnded)
                {
                    _agenda.EndPoll();
                }

                if (_agenda.IsEmpty && _underWay.Count == 0 && !_polling)
                {
                    return;
                }

                HeedWake();
                SubmitWhatIsDue();
                CancelWhatIsWanted();
                PollWhenDue(stop);
                await NextEventAsync(mailbox, holdNews, stop);
            }
        }
        finally
        {
            await Task.WhenAll([.. _underWay.Values, _poll]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            polls.Rest(context.Site.Key);
        }
    }

    private static SiteAgenda NewAgenda(SiteContext context) =>
        new(new PollPace(context.Options.PollMin, context.Options.PollMax), context.Holds, () => context.Site.ClockOffset);

    private async Task TakeAsync(JobMailbox mailbox)
    {
        if (mailbox.Take() is not { } changed)
        {
            await ReloadAsync();
            return;
        }

        foreach (var job in changed)
        {
            _agenda.Note(job);
            if (job.IsEnded)
            {
                _cancelAgainAt.TryRemove(job.JobId, out _);
            }
        }
    }

    private async Task ReloadAsync()
    {
        _agenda = NewAgenda(context);
        foreach (var job in await context.Store.ActiveAsync(context.Site.Key, CancellationToken.None))
        {
            _agenda.Note(job);
        }

        foreach (var jobId in _underWay.Keys)
        {
            _agenda.SetUnderWay(jobId, true);
        }
    }

    /// <summary>Looks at what has been finished; answers whether a poll has.</summary>
    private bool Reap()
    {
        _finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var (jobId, task) in _underWay.Where(entry => entry.Value.IsCompleted).ToList())
        {
            _underWay.Remove(jobId);
            if (!Observe(task))
            {
                // The database may be full or gone: not again at once.
                _agenda.Postpone(jobId, context.Now + context.Options.BackOffMax);
            }

            _agenda.SetUnderWay(jobId, false);
        }

        var pollEnded = _polling && _poll.IsCompleted;
        if (pollEnded)
        {
            _polling = false;
            if (!Observe(_poll))
            {
                _noPollBefore = context.Now + context.Options.BackOffMax;
            }
        }

        return pollEnded;
    }

    private async Task LearnUsualTimesAsync()
    {
        foreach (var job in _agenda.TakeUnlearnt())
        {
            var times = (await context.Store.RecentRunTimesAsync(job.Lane, CancellationToken.None)).Order().ToList();
            _agenda.Learn(job.JobId, times.Count == 0 ? null : times[times.Count / 2]);
        }
    }

    private int FreeSlots => context.Options.MaxParallelRequests - _underWay.Count;

    private void SubmitWhatIsDue()
    {
        foreach (var job in _agenda.DueSubmissions(context.Now, FreeSlots))
        {
            Start(job, "submit", () => submission.RunAsync(job.JobId));
        }
    }

    private void CancelWhatIsWanted()
    {
        foreach (var job in _agenda.Cancels.Where(job => _cancelAgainAt.GetValueOrDefault(job.JobId) <= context.Now).Take(FreeSlots))
        {
            _cancelAgainAt[job.JobId] = context.Now + context.Options.BackOffMax;
            Start(job, "cancel", () => CancelAsync(job));
        }
    }

    private async Task CancelAsync(JobRecord job)
    {
        if (await cancellation.RunAsync(job) is { } pause && pause > context.Options.BackOffMax)
        {
            _cancelAgainAt[job.JobId] = context.Now + pause;
        }
    }

    private void HeedWake()
    {
        if (_agenda.Hasten(context.Site.Key, wake.Take()))
        {
            poll.Hasten();
        }
    }

    private void PollWhenDue(CancellationToken stop)
    {
        if (_polling || _agenda.NextPoll < DateTimeOffset.MaxValue)
        {
            polls.Want(context.Site.Key);
        }
        else
        {
            polls.Rest(context.Site.Key);
        }

        if (!_polling && NextPoll <= context.Now)
        {
            var jobs = _agenda.BeginPoll(context.Now);
            _polling = true;
            _poll = Task.Run(() => PollAsync(jobs, stop), CancellationToken.None);
            _poll.ContinueWith(_ => _finished.TrySetResult(), TaskScheduler.Default);
        }
    }

    private DateTimeOffset NextPoll => _agenda.NextPoll > _noPollBefore ? _agenda.NextPoll : _noPollBefore;

    private async Task PollAsync(IReadOnlyList<JobRecord> jobs, CancellationToken stop)
    {
        using var span = Traces.Work("poll", context.Site.Key);
        try
        {
            await poll.RunAsync(jobs, stop);
            polls.Succeed(context.Site.Key);
            if (_failedPolls > 0)
            {
                Log.Recovered(context.Log, context.Site.Key, _failedPolls);
            }

            _failedPolls = 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What was not asked is asked after the restart.
        }
        catch (TableauException e)
        {
            // A failed poll never fails a job: it says nothing about it.
            _failedPolls++;
            var pause = e is { RetryAfter: { } asked, Kind: not TableauErrorKind.AuthFailed }
                ? asked
                : BackOff.Delay(_failedPolls, context.Options.PollMin, context.Options.BackOffMax);
            _noPollBefore = context.Now + pause;
            using var scope = LogScopes.OfTableau(context.Log, e.RequestId);
            Log.PollFailed(context.Log, context.Site.Key, e.Kind, _failedPolls, pause, e.Code, e.RequestId, e.Message);
        }
    }

    private void Start(JobRecord job, string what, Func<Task> work)
    {
        var task = Task.Run(WorkAsync);
        _underWay[job.JobId] = task;
        _agenda.SetUnderWay(job.JobId, true);
        task.ContinueWith(_ => _finished.TrySetResult(), TaskScheduler.Default);

        async Task WorkAsync()
        {
            using var scope = LogScopes.OfJob(context.Log, job.JobId);
            using var span = Traces.Work(what, job.JobId, job.Drive.TraceParent);
            await work();
        }
    }

    private async Task NextEventAsync(JobMailbox mailbox, HoldNews holdNews, CancellationToken stop)
    {
        using var awake = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var timer = Task.Delay(UntilNextDue(), context.Time, awake.Token);
        await Task.WhenAny(mailbox.Arrived, holdNews.Arrived, wake.Rung, _finished.Task, timer);
        await awake.CancelAsync();
    }

    private TimeSpan UntilNextDue()
    {
        // With no slot free, the end of what is under way is the next event.
        var due = FreeSlots > 0 ? _agenda.NextSubmission : DateTimeOffset.MaxValue;
        if (!_polling && NextPoll < due)
        {
            due = NextPoll;
        }

        var now = context.Now;
        return due <= now ? TimeSpan.Zero : due - now < epoch.Heartbeat ? due - now : epoch.Heartbeat;
    }

    /// <summary>Whether the task went as it should.</summary>
    private bool Observe(Task task)
    {
        switch (task.Exception?.InnerException)
        {
            case null:
                return true;
            case EpochLostException lost:
                throw lost;
            case var e:
                // The job stays as the database has it.
                Log.Stumbled(context.Log, context.Site.Key, e);
                return false;
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
