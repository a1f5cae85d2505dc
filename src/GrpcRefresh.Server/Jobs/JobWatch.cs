using System.Runtime.CompilerServices;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Jobs;

/// <summary>Follows jobs. Every stream ends with its job, with its caller, or with the service's drain.</summary>
internal sealed class JobWatch(
    JobStore store,
    JobReader reader,
    JobFeed feed,
    WatcherLimit watchers,
    WakeUpCalls calls,
    Drain drain,
    IOptions<JobsOptions> options,
    TimeProvider time)
{
    private static readonly TimeSpan TokenSlack = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestGap = TimeSpan.FromHours(24);

    /// <summary>The job once it has ended, or as it stands after the timeout.</summary>
    public async Task<JobRecord> WaitAsync(string jobId, TimeSpan timeout, Caller caller, CancellationToken ct)
    {
        using var stay = Enter(timeout, caller, ct);
        using var news = feed.Subscribe(jobId, stay.Sleeper);
        var job = await CurrentAsync(news, jobId, caller, ct);
        while (!job.IsEnded)
        {
            if (news.TakeNext() is { } change)
            {
                job = change.Job!;
            }
            else if (stay.IsSilentTooLong)
            {
                // Nothing is sent before the answer, so the timeout was one long silence.
                stay.ThrowIfOver();
                return job;
            }
            else
            {
                await stay.SleepAsync();
            }
        }

        return job;
    }

    /// <summary>One job's events until it ends.</summary>
    public async IAsyncEnumerable<JobEvent> WatchAsync(
        string jobId, string resumeToken, TimeSpan heartbeat, Caller caller, [EnumeratorCancellation] CancellationToken ct)
    {
        using var stay = Enter(heartbeat, caller, ct);
        using var news = feed.Subscribe(jobId, stay.Sleeper);
        var beginning = resumeToken.Length == 0
            ? Begin(await CurrentAsync(news, jobId, caller, ct))
            : await ResumeAsync(jobId, ResumeToken.Revision(resumeToken, jobId), caller, ct);
        var last = beginning.Known;
        foreach (var missed in beginning.Events)
        {
            yield return missed;
        }

        stay.Beat();
        while (!last.IsEnded)
        {
            if (news.TakeNext() is { } change)
            {
                if (change.Job!.Revision > last.Revision)
                {
                    last = change.Job;
                    stay.Beat();
                    yield return change.Event;
                }
            }
            else if (stay.IsSilentTooLong)
            {
                stay.Beat();
                yield return JobEvent.BookmarkAt(last);
            }
            else
            {
                await stay.SleepAsync();
            }
        }
    }

    /// <summary>The state of all jobs that match, for as long as the caller stays.</summary>
    public async IAsyncEnumerable<JobEvent> WatchManyAsync(
        JobQuery query, string resumeToken, TimeSpan heartbeat, Caller caller, [EnumeratorCancellation] CancellationToken ct)
    {
        using var stay = Enter(heartbeat, caller, ct);
        var bound = options.Value.MaxActive;
        // All states, so that what is waiting to be read is the job's latest even if the filter does not want it.
        using var mailbox = feed.Open((query with { States = [] }).Matches, bound, stay.Sleeper);
        long? since = resumeToken.Length == 0 ? null : Since(ResumeToken.Time(resumeToken));
        var token = ResumeToken.At(time.GetUtcNow());
        if (since is not null)
        {
            yield return new JobEvent(WatchEvent.Reset, null, resumeToken);
        }

        var sent = new Dictionary<string, long>();
        await foreach (var job in SnapshotsAsync(query, since, ct))
        {
            Remember(sent, job);
            yield return new JobEvent(WatchEvent.Snapshot, job, since is null ? token : resumeToken);
        }

        yield return new JobEvent(WatchEvent.Bookmark, null, token);
        stay.Beat();
        while (true)
        {
            // Taken before the mailbox is emptied: a job that ends in between is told again rather than lost.
            token = ResumeToken.At(time.GetUtcNow());
            var changed = mailbox.Take() ?? throw Behind(bound);
            foreach (var job in changed.Where(job => job.Revision > sent.GetValueOrDefault(job.JobId)))
            {
                Remember(sent, job);
                if (query.Matches(job))
                {
                    stay.Beat();
                    yield return JobEvent.ChangeOf(job) with { ResumeToken = token };
                }
            }

            await stay.SleepAsync();
            if (stay.IsSilentTooLong)
            {
                stay.Beat();
                yield return new JobEvent(WatchEvent.Bookmark, null, token);
            }
        }
    }

    /// <summary>The job as all its listeners share it, if it is there for this one.</summary>
    private async Task<JobRecord> CurrentAsync(JobFeed.Subscription news, string jobId, Caller caller, CancellationToken ct) =>
        await news.CurrentAsync(() => reader.GetAsync(jobId, caller, ct)) is var job && caller.Sees(job) ? job : throw JobWithdrawal.NotFound(jobId);

    private WatchStay Enter(TimeSpan longestSilence, Caller caller, CancellationToken ct) =>
        new(watchers, calls, drain, longestSilence, time, caller, ct);

    private static (JobRecord Known, IEnumerable<JobEvent> Events) Begin(JobRecord job) =>
        (job, [job.IsEnded ? JobEvent.ChangeOf(job) : JobEvent.SnapshotOf(job)]);

    private async Task<(JobRecord Known, IEnumerable<JobEvent> Events)> ResumeAsync(string jobId, long revision, Caller caller, CancellationToken ct)
    {
        var job = await reader.GetAsync(jobId, caller, ct);
        var missed = await store.EventsAfterAsync(jobId, revision, ct);
        if (missed is null || revision > job.Revision)
        {
            throw new RefusedException(new Failure(ErrorReason.ResumeTokenExpired, $"The events of job {jobId} after this resume_token are no longer kept. Watch again without a token.")
            {
                Metadata = new Dictionary<string, string> { ["job_id"] = jobId },
            });
        }

        return missed.Count > 0 ? (missed[^1], WithOneEnd(missed).Select(JobEvent.ChangeOf)) : (job, []);
    }

    /// <summary>Of an ended job only the last word, with the steps of the end: a note may have been added after it.</summary>
    private static IEnumerable<JobRecord> WithOneEnd(IReadOnlyList<JobRecord> changes)
    {
        var ends = changes.Where(change => change.IsEnded).ToList();
        return ends.Count < 2
            ? changes
            : changes.Where(change => !change.IsEnded).Append(ends[^1] with { ChangedSteps = [.. ends.SelectMany(end => end.ChangedSteps)] });
    }

    /// <summary>A token's time is taken before a commit that it does not cover is durable; and it may be very old.</summary>
    private long Since(long tokenMs) =>
        Math.Max(tokenMs - (long)TokenSlack.TotalMilliseconds, (time.GetUtcNow() - LongestGap).ToUnixTimeMilliseconds());

    private async IAsyncEnumerable<JobRecord> SnapshotsAsync(JobQuery query, long? since, [EnumeratorCancellation] CancellationToken ct)
    {
        (long, string)? after = null;
        const int page = 500;
        while (true)
        {
            var jobs = await store.ListAsync(query, page, after, since ?? long.MaxValue, ct);
            foreach (var job in jobs)
            {
                yield return job;
            }

            if (jobs.Count < page)
            {
                yield break;
            }

            after = (jobs[^1].CreateTime.ToUnixTimeMilliseconds(), jobs[^1].JobId);
        }
    }

    private static void Remember(Dictionary<string, long> sent, JobRecord job)
    {
        if (job.IsEnded)
        {
            sent.Remove(job.JobId);
        }
        else
        {
            sent[job.JobId] = job.Revision;
        }
    }

    private static RefusedException Behind(int bound) => new(new Failure(ErrorReason.ServiceBusy, $"This reader is more than {bound} changed jobs behind. Watch again with the last resume_token.")
    {
        Metadata = new Dictionary<string, string> { ["limit"] = $"{JobsOptions.Section}:{nameof(JobsOptions.MaxActive)}", ["bound"] = $"{bound}" },
        RetryAfter = TimeSpan.FromSeconds(1),
    });
}
