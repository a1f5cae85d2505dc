using System.Collections.Concurrent;
using GrpcRefresh.Cli.Output;
using GrpcRefresh.Client;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Following;

/// <summary>A line for each change that a reader would notice: where the output is no terminal.</summary>
internal sealed class LineView(Action<string> write) : IJobView
{
    private readonly ConcurrentDictionary<string, (JobState, int, string)> _written = [];
    private readonly ConcurrentDictionary<string, Dictionary<int, string>> _steps = [];

    public Task DuringAsync(IReadOnlyList<Job> known, Func<Task> following) => following();

    public void Show(JobUpdate update)
    {
        // What ends a rotation comes after the steps that it ended.
        if (update.Job.HasEnded())
        {
            ShowSteps(update);
            ShowJob(update.Job);
            _written.TryRemove(update.Job.JobId, out _);
            _steps.TryRemove(update.Job.JobId, out _);
        }
        else
        {
            ShowJob(update.Job);
            ShowSteps(update);
        }
    }

    public void Forget()
    {
        // What was written stays written: a snapshot that tells nothing new is passed over.
    }

    private void ShowJob(Job job)
    {
        // What a rotation's percentage tells, its steps have told.
        var now = job.Rotation is { } rotation ? (job.State, 0, rotation.Phase) : (job.State, job.ProgressPercent, "");
        if (!_written.TryGetValue(job.JobId, out var before) || before != now)
        {
            write(JobText.Change(job));
            _written[job.JobId] = now;
        }
    }

    private void ShowSteps(JobUpdate update)
    {
        // One job's updates come one after the other.
        var written = _steps.GetOrAdd(update.Job.JobId, _ => []);
        foreach (var step in update.ChangedSteps)
        {
            var now = StepText.Short(step);
            if (written.GetValueOrDefault(step.Number) != now)
            {
                write(StepText.Change(step));
                written[step.Number] = now;
            }
        }
    }
}
