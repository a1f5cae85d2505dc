using GrpcRefresh.Simulation.World;

namespace GrpcRefresh.Simulation.Jobs;

/// <summary>
/// Backgrounders as a discrete simulation: whoever looks first moves time forward, event by event. So starts and ends
/// have exact times however rarely anybody looks, and a manual clock needs no timers. The world's lock protects it.
/// </summary>
internal sealed class JobScheduler(SimulatorSettings settings, IJobCourt court, DateTimeOffset start)
{
    private readonly SortedSet<(int Priority, long Sequence)> _pending = [];
    private readonly SortedSet<long> _running = [];
    private readonly Dictionary<string, int> _active = [];
    private readonly HashSet<string> _busy = [];
    private DateTimeOffset _now = start;
    private long _sequence;

    public JobTable Jobs { get; } = new();

    public bool HasActiveJob(string itemLuid) => _active.ContainsKey(itemLuid);

    public Job Enqueue(ContentItem item, bool incremental, int priority, string? startedBy)
    {
        var job = new Job
        {
            Luid = Luid.New(),
            Sequence = ++_sequence,
            SiteLuid = item.Site.Luid,
            ItemLuid = item.Luid,
            ItemName = item.Name,
            Kind = item.Kind,
            Incremental = incremental,
            Priority = priority,
            StartedBy = startedBy,
            CreatedAt = _now,
            ReadyAt = _now + settings.StartDelay,
            Outcome = item.NextOutcome,
            Duration = item.JobDuration,
            ViaBridge = item.ViaBridge,
        };
        Jobs.Put(job);
        _pending.Add((priority, job.Sequence));
        _active[item.Luid] = _active.GetValueOrDefault(item.Luid) + 1;
        return job;
    }

    /// <summary>Asks for a cancellation; a job that is nearly through may still end by itself.</summary>
    public void Cancel(Job job) => Jobs.Put(job with { CancelAt = job.CancelAt ?? _now + settings.CancelDelay });

    /// <summary>Rewrites how an active job is going to end, and how long it runs.</summary>
    public void Change(Job job, JobOutcome? outcome, TimeSpan? duration)
    {
        var changed = job with { Outcome = outcome ?? job.Outcome, Duration = duration ?? job.Duration };
        Jobs.Put(changed with { EndsAt = changed.StartedAt is { } at && job.CompletedAt is null ? EndOf(changed, at) : job.EndsAt });
    }

    public void AdvanceTo(DateTimeOffset now)
    {
        while (true)
        {
            FinishDue();
            StartReady();
            if (NextEvent() is not { } next || next > now)
            {
                break;
            }

            _now = next > _now ? next : _now;
        }

        _now = now > _now ? now : _now;
        Jobs.Sweep(_now);
    }

    private void FinishDue()
    {
        var due = _running.Concat(_pending.Select(entry => entry.Sequence)).Select(sequence => Jobs[sequence])
            .Where(job => DueAt(job) <= _now).OrderBy(DueAt).ThenBy(job => job.Sequence).ToList();
        due.ForEach(Finish);
    }

    private void Finish(Job job)
    {
        var cancelled = job.CancelAt <= _now && !(job.EndsAt <= job.CancelAt);
        var verdict = cancelled ? new Verdict(2) : court.Judge(job);
        var ended = job with
        {
            CompletedAt = _now,
            FinishCode = verdict.FinishCode,
            Notes = verdict.Notes,
            StatusNote = verdict.StatusNote,
        };
        Jobs.Put(ended);
        Release(ended);
        court.Ended(ended);
    }

    private void Release(Job job)
    {
        _pending.Remove((job.Priority, job.Sequence));
        if (_running.Remove(job.Sequence))
        {
            _busy.Remove(job.ItemLuid);
        }

        if (--_active[job.ItemLuid] == 0)
        {
            _active.Remove(job.ItemLuid);
        }
    }

    private void StartReady()
    {
        if (_running.Count >= settings.Backgrounders)
        {
            return;
        }

        var ready = _pending.Select(entry => Jobs[entry.Sequence]).Where(job => job.ReadyAt <= _now && job.CancelAt is null && job.Outcome != JobOutcome.StuckPending);
        foreach (var job in ready.ToList())
        {
            if (_running.Count >= settings.Backgrounders)
            {
                return;
            }

            if (_busy.Add(job.ItemLuid))
            {
                _pending.Remove((job.Priority, job.Sequence));
                _running.Add(job.Sequence);
                var started = job with { StartedAt = _now, EndsAt = EndOf(job, _now), SentAt = job.ViaBridge ? _now + settings.BridgeHandover : null };
                Jobs.Put(started);
                court.Started(started);
            }
        }
    }

    private DateTimeOffset? EndOf(Job job, DateTimeOffset startedAt)
    {
        if (job.Outcome == JobOutcome.Stuck)
        {
            return null;
        }

        var end = startedAt + (job.Duration ?? settings.JobDuration);
        return end > _now ? end : _now;
    }

    /// <summary>When the next job starts or ends.</summary>
    public DateTimeOffset? NextEvent() =>
        _running.Select(sequence => DueAt(Jobs[sequence]))
            .Concat(_pending.Select(entry => Jobs[entry.Sequence]).Select(job => DueAt(job) ?? (job.ReadyAt > _now ? job.ReadyAt : null)))
            .Min();

    private static DateTimeOffset? DueAt(Job job) => job.CancelAt < job.EndsAt ? job.CancelAt : job.EndsAt ?? job.CancelAt;
}
