namespace GrpcRefresh.Simulation.Jobs;

/// <summary>Jobs in the order of their creation; ended ones are forgotten after a day, or sooner when there are very many.</summary>
internal sealed class JobTable
{
    internal static readonly TimeSpan Retention = TimeSpan.FromHours(24);
    internal const int Capacity = 100_000;

    private readonly SortedDictionary<long, Job> _jobs = [];
    private readonly Dictionary<string, long> _sequences = new(StringComparer.OrdinalIgnoreCase);
    private DateTimeOffset _nextSweep = DateTimeOffset.MinValue;

    public IEnumerable<Job> All => _jobs.Values;

    public Job? Find(string luid) => _sequences.TryGetValue(luid, out var sequence) ? _jobs[sequence] : null;

    public Job this[long sequence] => _jobs[sequence];

    public void Put(Job job)
    {
        _jobs[job.Sequence] = job;
        _sequences[job.Luid] = job.Sequence;
    }

    public void Sweep(DateTimeOffset now)
    {
        if (now < _nextSweep && _jobs.Count <= Capacity)
        {
            return;
        }

        _nextSweep = now + TimeSpan.FromMinutes(1);
        var excess = _jobs.Count - Capacity;
        var gone = _jobs.Values.Where(job => job.CompletedAt is { } end && (end + Retention < now || excess-- > 0)).ToList();
        foreach (var job in gone)
        {
            _jobs.Remove(job.Sequence);
            _sequences.Remove(job.Luid);
        }
    }
}
