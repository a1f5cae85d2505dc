using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>A site's active jobs and what is due to be done about them.</summary>
/// <remarks>
/// Kept up to date job by job: with thousands active, looking at all of them for each change would be the costliest
/// thing the service does. Only a poll, which is seldom, looks at all.
/// </remarks>
internal sealed class SiteAgenda(PollPace pace, LaneHolds holds, Func<TimeSpan> clockOffset)
{
    private readonly Dictionary<string, JobRecord> _jobs = [];
    private readonly Dictionary<Lane, List<string>> _lanes = [];
    private readonly HashSet<string> _underWay = [];
    private readonly SortedSet<(DateTimeOffset At, DateTimeOffset Created, string JobId)> _submissions = [];
    private readonly Dictionary<string, (DateTimeOffset At, DateTimeOffset Created, string JobId)> _submissionOf = [];
    private readonly HashSet<string> _cancels = [];
    private readonly HashSet<string> _polled = [];
    private readonly Dictionary<string, TimeSpan?> _usual = [];
    private readonly HashSet<string> _unlearnt = [];
    private readonly Dictionary<string, DateTimeOffset> _postponed = [];
    private DateTimeOffset _lastPoll = DateTimeOffset.MinValue;
    private DateTimeOffset _hastened = DateTimeOffset.MaxValue;

    public bool IsEmpty => _jobs.Count == 0;

    /// <summary>When the next submission is due; the end of time when none is.</summary>
    public DateTimeOffset NextSubmission => _submissions.Count == 0 ? DateTimeOffset.MaxValue : _submissions.Min.At;

    /// <summary>When the next poll is due; the end of time when there is nothing to ask. Never later than it should be.</summary>
    public DateTimeOffset NextPoll
    {
        get => _polled.Count > 0 ? Earlier(field, _hastened) : field;
        private set;
    } = DateTimeOffset.MaxValue;

    /// <summary>Jobs that Tableau is to be asked to stop.</summary>
    public IReadOnlyList<JobRecord> Cancels => [.. _cancels.Select(jobId => _jobs[jobId])];

    /// <summary>Takes in a job's newest record; one older than the known is ignored.</summary>
    public void Note(JobRecord job)
    {
        _jobs.TryGetValue(job.JobId, out var known);
        if (known?.Revision > job.Revision)
        {
            return;
        }

        if (known is not null)
        {
            Leave(known);
        }

        if (!job.IsEnded)
        {
            _jobs[job.JobId] = job;
            (_lanes.TryGetValue(job.Lane, out var lane) ? lane : _lanes[job.Lane] = []).Add(job.JobId);
        }

        PlanLane(job.Lane);
        if (known is not null && known.Lane != job.Lane)
        {
            PlanLane(known.Lane);
        }
    }

    /// <summary>Says that a request about the job is under way, or no longer is: meanwhile nothing else is due for it.</summary>
    public void SetUnderWay(string jobId, bool underWay)
    {
        if ((underWay ? _underWay.Add(jobId) : _underWay.Remove(jobId)) && _jobs.TryGetValue(jobId, out var job))
        {
            PlanLane(job.Lane);
        }
    }

    /// <summary>Submits the job no earlier than that, whatever its record says.</summary>
    public void Postpone(string jobId, DateTimeOffset until)
    {
        if (_jobs.TryGetValue(jobId, out var job))
        {
            _postponed[jobId] = until;
            PlanLane(job.Lane);
        }
    }

    /// <summary>Plans anew what lines up in lanes that were held or released.</summary>
    public void HeedHolds(IReadOnlyCollection<Lane> lanes)
    {
        foreach (var lane in lanes)
        {
            PlanLane(lane);
        }
    }

    /// <summary>The jobs to submit now, those due longest first.</summary>
    public IReadOnlyList<JobRecord> DueSubmissions(DateTimeOffset now, int most) =>
        [.. _submissions.Take(most).TakeWhile(due => due.At <= now).Select(due => _jobs[due.JobId])];

    /// <summary>The jobs that Tableau has accepted and whose usual length was not looked up yet.</summary>
    public IReadOnlyList<JobRecord> TakeUnlearnt()
    {
        if (_unlearnt.Count == 0)
        {
            return [];
        }

        List<JobRecord> jobs = [.. _unlearnt.Select(jobId => _jobs[jobId])];
        _unlearnt.Clear();
        return jobs;
    }

    public void Learn(string jobId, TimeSpan? usual)
    {
        _usual[jobId] = usual;
        NextPoll = Earlier(NextPoll, PollDue(_jobs[jobId]));
    }

    /// <summary>The jobs that a poll now is to look at, as they are known now.</summary>
    public IReadOnlyList<JobRecord> BeginPoll(DateTimeOffset now)
    {
        _lastPoll = now;
        _hastened = DateTimeOffset.MaxValue;
        NextPoll = DateTimeOffset.MaxValue;
        return [.. _polled.Select(jobId => _jobs[jobId])];
    }

    /// <summary>Plans the next poll by what the last one brought; a wake that came meanwhile still counts.</summary>
    public void EndPoll()
    {
        if (_polled.Count > 0)
        {
            NextPoll = Earlier(NextPoll, _polled.Min(jobId => PollDue(_jobs[jobId])));
        }
    }

    /// <summary>
    /// Has the next poll come at once if one of these is refreshed, but no sooner than the pace allows: so that it makes no
    /// difference how often, or by whom, this is asked for.
    /// </summary>
    public bool Hasten(SiteKey site, IReadOnlyCollection<string> luids)
    {
        if (!luids.Any(luid => _lanes.ContainsKey(new Lane(site, ResourceType.Datasource, luid)) || _lanes.ContainsKey(new Lane(site, ResourceType.Workbook, luid))))
        {
            return false;
        }

        _hastened = pace.Soonest(_lastPoll);
        return true;
    }

    private void Leave(JobRecord job)
    {
        _jobs.Remove(job.JobId);
        var lane = _lanes[job.Lane];
        lane.Remove(job.JobId);
        if (lane.Count == 0)
        {
            _lanes.Remove(job.Lane);
        }

        Unplan(job.JobId);
    }

    /// <summary>A lane has at most two jobs; what is due for one may hang on the other.</summary>
    private void PlanLane(Lane lane)
    {
        if (!_lanes.TryGetValue(lane, out var jobIds))
        {
            return;
        }

        var jobs = jobIds.ConvertAll(jobId => _jobs[jobId]);
        var head = jobs.MinBy(job => (job.State == JobState.Queued, job.CreateTime, job.JobId));
        foreach (var job in jobs)
        {
            Unplan(job.JobId);
            Plan(job, isHead: job == head);
        }
    }

    private void Plan(JobRecord job, bool isHead)
    {
        var underWay = _underWay.Contains(job.JobId);
        switch (job.State)
        {
            case JobState.Queued when job.Drive.WaitsForTableauJob is null && isHead && !underWay && holds.LetPass(job):
                var notBefore = job.Drive.NotBefore ?? DateTimeOffset.MinValue;
                var postponed = _postponed.GetValueOrDefault(job.JobId);
                var due = (notBefore > postponed ? notBefore : postponed, job.CreateTime, job.JobId);
                _submissionOf[job.JobId] = due;
                _submissions.Add(due);
                break;
            case JobState.Cancelling when !underWay:
                _cancels.Add(job.JobId);
                break;
            default:
                break;
        }

        if (JobStates.IsTracked(job.State) || job.Drive.WaitsForTableauJob is not null || (job.State == JobState.Submitting && !underWay))
        {
            _polled.Add(job.JobId);
            if (JobStates.IsTracked(job.State) && !_usual.ContainsKey(job.JobId))
            {
                _unlearnt.Add(job.JobId);
            }
            else
            {
                NextPoll = Earlier(NextPoll, PollDue(job));
            }
        }
    }

    private void Unplan(string jobId)
    {
        if (_submissionOf.Remove(jobId, out var due))
        {
            _submissions.Remove(due);
        }

        _cancels.Remove(jobId);
        _polled.Remove(jobId);
        _unlearnt.Remove(jobId);
        if (!_jobs.ContainsKey(jobId))
        {
            _usual.Remove(jobId);
            _postponed.Remove(jobId);
        }

        if (_polled.Count == 0)
        {
            NextPoll = DateTimeOffset.MaxValue;
        }
    }

    /// <summary>By how long the job has been in its state; a running one also by how long its content usually takes.</summary>
    private DateTimeOffset PollDue(JobRecord job) => job switch
    {
        { State: JobState.Running, StartTime: { } start } => pace.NextPoll(start - clockOffset(), _lastPoll, _usual.GetValueOrDefault(job.JobId)),
        // While it waits in Tableau's queue, its usual length says nothing but how soon to look for the first time.
        { State: JobState.Pending, Drive.AcceptedAt: { } accepted } =>
            pace.NextPoll(accepted, _lastPoll, _lastPoll <= accepted ? _usual.GetValueOrDefault(job.JobId) : null),
        _ => pace.NextPoll(job.UpdateTime, _lastPoll, usual: null),
    };

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
