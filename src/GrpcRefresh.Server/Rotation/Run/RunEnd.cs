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
        // What was decided meanwhile is known from the next write.
        await board.RecordAsync([], Phases.Ending);
        var adrift = board.Steps.Where(step => step.State == RotationStepState.Updating).Select(step => step with
        {
            State = RotationStepState.Failed,
            Error = new Failure(ErrorReason.OutcomeUnknown, "It was being changed when the rotation had to be given up. The connection may hold the new secret or the old one."),
        });
        var why = board.IsCancelled ? "the rotation was cancelled" : "the rotation had stopped";
        var untouched = board.Steps.Where(step => step.State == RotationStepState.Planned)
            .Select(step => step with { State = RotationStepState.Skipped, Detail = $"Not touched: {why} before its turn." });
        foreach (var some in untouched.Concat(adrift).Chunk(StepsPerEvent))
        {
            await board.RecordAsync(some);
        }

        var tokens = board.Course.Tokens.Where(token => token.Detail.Length > 0).Select(token => $"{token.Order.User}: {token.Detail}");
        var (tasks, notes) = await FailingTasksAsync(board.Steps, stop);
        await board.RecordAsync([], phase: "", job: job => Outcome(board, job with { Rotation = job.Rotation! with { FailingTasks = tasks } }).WithNotes([.. tokens, .. notes]));
    }

    private static bool IsSuspended(TableauExtractTask task) => string.Equals(task.ScheduleState, "Suspended", StringComparison.OrdinalIgnoreCase);

    private JobRecord Outcome(RotationBoard board, JobRecord job)
    {
        var now = time.GetUtcNow();
        var steps = board.Steps;
        var failed = steps.Count(step => step.State == RotationStepState.Failed);
        var missed = steps.Count(step => step is { Meant: true, State: RotationStepState.Skipped });
        if (board.Course.StopReason is { } reason)
        {
            return JobEndings.Failed(job, now, reason);
        }

        if (job.State == JobState.Cancelling)
        {
            var changed = steps.Count(step => step.State is RotationStepState.Updated or RotationStepState.Verified);
            var doubtful = steps.Count(step => step is { Touched: true, State: RotationStepState.Failed or RotationStepState.Skipped });
            return JobEndings.Cancelled(job, now, $"Cancelled after {changed} connections were changed; they keep the new secret.{(doubtful > 0 ? $" {doubtful} may hold either." : "")}");
        }

        return failed + missed == 0 ? JobEndings.Succeeded(job, now) : JobEndings.Failed(job, now, new Failure(
            ErrorReason.RotationFailed, $"{failed} connections failed and {missed} were no longer there to be changed; their steps say why.")
        {
            Metadata = new Dictionary<string, string> { ["failed"] = $"{failed}" },
        });
    }

    private async Task<(IReadOnlyList<FailingTaskRecord> Tasks, IReadOnlyList<string> Notes)> FailingTasksAsync(
        IReadOnlyList<RotationStepRecord> steps, CancellationToken stop)
    {
        var (tasks, notes) = (new List<FailingTaskRecord>(), new List<string>());
        foreach (var touched in steps.Where(step => step.RefreshJobId is not null || step.State != RotationStepState.Skipped).GroupBy(step => step.Connection.Site))
        {
            var names = touched.DistinctBy(step => step.Connection.ItemLuid).ToDictionary(step => step.Connection.ItemLuid, step => step.Connection.ItemName);
            if (sites.Find(touched.Key) is not { } site)
            {
                notes.Add($"The extract refresh tasks of {touched.Key} are not known: the service is no longer configured for it.");
                continue;
            }

            try
            {
                tasks.AddRange(
                    from task in await site.ListExtractTasksAsync(stop)
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
