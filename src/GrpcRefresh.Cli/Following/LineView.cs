using System.Collections.Concurrent;
using GrpcRefresh.Cli.Output;
using GrpcRefresh.Client;
using GrpcRefresh.V1;

namespace GrpcRefresh.Cli.Following;

/// <summary>A line for each change that a reader would notice: where the output is no terminal.</summary>
internal sealed class LineView(Action<string> write) : IJobView
{
    private readonly ConcurrentDictionary<string, (JobState, int, string)> _written = [];

    public Task DuringAsync(IReadOnlyList<Job> known, Func<Task> following) => following();

    public void Show(JobUpdate update)
    {
        var job = update.Job;
        foreach (var step in update.ChangedSteps)
        {
            write(StepText.Change(step));
        }

        // What a rotation's percentage tells, its steps have told.
        var now = job.Rotation is { } rotation ? (job.State, 0, rotation.Phase) : (job.State, job.ProgressPercent, "");
        if (!_written.TryGetValue(job.JobId, out var before) || before != now)
        {
            write(JobText.Change(job));
            _written[job.JobId] = now;
        }

        if (job.HasEnded())
        {
            _written.TryRemove(job.JobId, out _);
        }
    }

    public void Forget()
    {
        // What was written stays written: a snapshot that tells nothing new is passed over.
    }
}
