namespace GrpcRefresh.Server.Jobs;

/// <summary>The changes of many jobs for one slow or fast reader: of each job only the latest is kept.</summary>
internal sealed class JobMailbox(Func<JobRecord, bool> filter, int bound, Sleeper? reader, Action<JobMailbox> closed) : IDisposable
{
    private readonly Lock _gate = new();
    private Dictionary<string, JobRecord> _waiting = [];
    private bool _overflowed;
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when there is something to take.</summary>
    public Task Arrived
    {
        get
        {
            lock (_gate)
            {
                return _arrived.Task;
            }
        }
    }

    public void Post(JobRecord job)
    {
        if (!filter(job))
        {
            return;
        }

        lock (_gate)
        {
            if (_waiting.Count >= bound && !_waiting.ContainsKey(job.JobId))
            {
                _overflowed = true;
            }
            else
            {
                _waiting[job.JobId] = job;
            }

            _arrived.TrySetResult();
        }

        reader?.Wake();
    }

    /// <summary>
    /// Everything that has arrived, in the order in which the jobs first changed; null when more jobs changed than the
    /// bound while the reader slept, so that it must begin anew.
    /// </summary>
    public IReadOnlyCollection<JobRecord>? Take()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 && !_overflowed)
            {
                return [];
            }

            var taken = _overflowed ? null : _waiting.Values;
            _waiting = [];
            _overflowed = false;
            _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return taken;
        }
    }

    public void Dispose() => closed(this);
}
