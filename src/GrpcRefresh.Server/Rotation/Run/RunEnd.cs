using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>Ends a rotation: what was not touched is said so, suspended schedules are listed, and the job gets its outcome.</summary>
internal sealed class RunEnd(TableauSites sites, TimeProvider time)
{
    // An event carries the steps it changed; it has to fit into a message.
    private const int StepsPerEvent = 200;
    private const int MostTasks = 200;

    // Tableau suspends a schedule after five failures in a row; from the second on somebody should know.
    private const int ManyFailures = 2;

    public async Task EndAsync(RotationBoard board, CancellationToken stop)
    {
        var why = board.IsCancelled ? "the rotation was cancelled" : "the rotation had stopped";
        var untouched = board.Steps.Where(step => step.State == RotationStepState.Planned)
            .Select(step => step with { State = RotationStepState.Skipped, Detail = $"Not touched: {why} before its turn." });
        foreach (var some in untouched.Chunk(StepsPerEvent))
        {
            await board.RecordAsync(some);
        }

        var (tasks, note) = await FailingTasksAsync(board.Steps, stop);
        await board.RecordAsync([], phase: "", job: job => Outcome(board, job with { Rotation = job.Rotation! with { FailingTasks = tasks } }).WithNotes(note));
    }

    private static bool IsSuspended(TableauExtractTask task) => string.Equals(task.ScheduleState, "Suspended", StringComparison.OrdinalIgnoreCase);

    private JobRecord Outcome(RotationBoard board, JobRecord job)
    {
        var now = time.GetUtcNow();
        var failed = board.Steps.Count(step => step.State == RotationStepState.Failed);
        if (job.State == JobState.Cancelling)
        {
            var changed = board.Steps.Count(step => step.State is RotationStepState.Updated or RotationStepState.Verified);
            return JobEndings.Cancelled(job, now, $"Cancelled after {changed} connections were changed; they keep the new secret.");
        }

        return board.Course.StopReason is { } reason ? JobEndings.Failed(job, now, reason)
            : failed > 0 ? JobEndings.Failed(job, now, new Failure(ErrorReason.RotationFailed, $"{failed} connections failed; their steps say why.")
            {
                Metadata = new Dictionary<string, string> { ["failed"] = $"{failed}" },
            })
            : JobEndings.Succeeded(job, now);
    }

    private async Task<(IReadOnlyList<FailingTaskRecord> Tasks, IReadOnlyList<string> Note)> FailingTasksAsync(
        IReadOnlyList<RotationStepRecord> steps, CancellationToken stop)
    {
        var (tasks, notes) = (new List<FailingTaskRecord>(), new List<string>());
        foreach (var touched in steps.Where(step => step.RefreshJobId is not null || step.State != RotationStepState.Skipped).GroupBy(step => step.Connection.Site))
        {
            var names = touched.DistinctBy(step => step.Connection.ItemLuid).ToDictionary(step => step.Connection.ItemLuid, step => step.Connection.ItemName);
            try
            {
                tasks.AddRange(
                    from task in await sites.Get(touched.Key).ListExtractTasksAsync(stop)
                    where names.ContainsKey(task.ItemLuid) && (task.ConsecutiveFailures >= ManyFailures || IsSuspended(task))
                    select new FailingTaskRecord(touched.Key, task.Id, task.ItemLuid, names[task.ItemLuid], task.ConsecutiveFailures, task.ScheduleState));
            }
            catch (TableauException e)
            {
                notes.Add($"The extract refresh tasks of {touched.Key} could not be listed, so suspended schedules are not known: {e.Message}");
            }
        }

        return ([.. tasks.OrderByDescending(task => task.ConsecutiveFailures).Take(MostTasks)], notes);
    }
}
