using GrpcRefresh.Client;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Following;

/// <summary>The jobs on show, in the order they came; of the ended ones only the latest.</summary>
internal sealed class JobBoard
{
    private const int MostEnded = 500;
    private const int MostSteps = 5;

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, Job> _jobs = [];
    private readonly Queue<RotationStep> _steps = [];

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

    /// <summary>The steps of rotations that changed last, the latest at the end.</summary>
    public IReadOnlyList<RotationStep> Steps
    {
        get
        {
            lock (_gate)
            {
                return [.. _steps];
            }
        }
    }

    public void Put(Job job, params IEnumerable<RotationStep> changed)
    {
        lock (_gate)
        {
            foreach (var step in changed)
            {
                _steps.Enqueue(step);
            }

            while (_steps.Count > MostSteps)
            {
                _steps.Dequeue();
            }

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
            _steps.Clear();
        }
    }
}
