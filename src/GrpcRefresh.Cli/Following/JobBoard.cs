using GrpcRefresh.Client;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Following;

/// <summary>The jobs on show, in the order they came; of the ended ones only the latest.</summary>
internal sealed class JobBoard
{
    private const int MostEnded = 500;

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, Job> _jobs = [];

    public IReadOnlyList<Job> Jobs
    {
        get
        {
            lock (_gate)
            {
                return [.. _jobs.Values];
            }
        }
    }

    public void Put(Job job)
    {
        lock (_gate)
        {
            _jobs[job.JobId] = job;
            if (job.HasEnded() && _jobs.Values.Count(JobEnds.HasEnded) > MostEnded)
            {
                _jobs.Remove(_jobs.Values.First(JobEnds.HasEnded).JobId);
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _jobs.Clear();
        }
    }
}
