using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>
/// Drives one rotation: canaries, all others, the way back if it comes to that, and the end. Begun anew after a crash it goes
/// on where the steps stand.
/// </summary>
internal sealed class RotationRun(RunContext context, RotationBoard board, LaneHolds holds, JobFeed feed, RunEnd end)
{
    /// <param name="stop">The service stops; whatever is not finished is finished after its restart.</param>
    public async Task RunAsync(CancellationToken stop)
    {
        var units = RotationUnit.Of(board.Steps);
        if (context.Secrets.IsEmpty)
        {
            await StopAsync("Its secrets were forgotten at a start that could not open them.");
        }

        if (board.Course.StopReason is null && !board.IsCancelled)
        {
            await ForwardUnlessCancelledAsync(units, stop);
        }

        if (board.Course.RollingBack)
        {
            await BackAsync(units, stop);
        }

        await end.EndAsync(board, stop);
        holds.ReleaseAll(board.Job.JobId);
    }

    private async Task ForwardUnlessCancelledAsync(IReadOnlyList<RotationUnit> units, CancellationToken stop)
    {
        using var mailbox = feed.Open(job => job.JobId == board.Job.JobId && job.State == JobState.Cancelling, bound: 1);
        using var halt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var over = new CancellationTokenSource();
        var watch = HaltWhenCancelledAsync();
        try
        {
            await ForwardAsync(units, halt.Token, stop);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Cancelled by somebody: nothing further is changed.
        }
        finally
        {
            await over.CancelAsync();
            await watch;
        }

        async Task HaltWhenCancelledAsync()
        {
            await mailbox.Arrived.WaitAsync(over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await (over.IsCancellationRequested ? Task.CompletedTask : halt.CancelAsync());
        }
    }

    private async Task ForwardAsync(IReadOnlyList<RotationUnit> units, CancellationToken halt, CancellationToken stop)
    {
        await board.RecordAsync([], Phases.Canaries, job: Begin);
        await EachAsync(units.Where(unit => unit.Canary), parallel: 1, halt, stop);
        if (board.Steps.FirstOrDefault(step => step is { Canary: true, State: RotationStepState.Failed }) is { } sick)
        {
            await StopAsync($"The canary '{sick.Connection.ItemName}' failed: {sick.Error!.Message}");
            return;
        }

        await board.RecordAsync([], Phases.Connections);
        await EachAsync(units.Where(unit => !unit.Canary), board.Terms.MaxParallel, halt, stop);
        if (HasTooManyFailures)
        {
            await StopAsync($"{Failures} connections failed, and max_failures is {board.Terms.MaxFailures}.");
        }
    }

    private static JobRecord Begin(JobRecord job) =>
        job.State == JobState.Queued ? job with { State = JobState.Running, StartTime = job.UpdateTime } : job;

    private int Failures => board.Steps.Count(step => step.State == RotationStepState.Failed);

    private bool HasTooManyFailures => board.Terms.OnFailure != OnFailure.Continue && Failures >= board.Terms.MaxFailures;

    private async Task EachAsync(IEnumerable<RotationUnit> units, int parallel, CancellationToken halt, CancellationToken stop)
    {
        var run = new UnitRun(context, board);
        await Parallel.ForEachAsync(
            units,
            new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = halt },
            async (unit, _) =>
            {
                if (HasTooManyFailures || halt.IsCancellationRequested)
                {
                    return;
                }

                await run.RunAsync(unit, halt, stop);
                if (board.Of(unit).All(step => step.State != RotationStepState.Failed))
                {
                    Release(unit);
                }
            });
    }

    private Task StopAsync(string why)
    {
        var reason = new Failure(ErrorReason.RotationFailed, why)
        {
            Metadata = new Dictionary<string, string> { ["failed"] = $"{Failures}" },
        };
        return board.RecordAsync([], course: board.Course with { StopReason = reason, RollingBack = board.Terms.OnFailure == OnFailure.RollBack && !context.Secrets.IsEmpty });
    }

    private async Task BackAsync(IReadOnlyList<RotationUnit> units, CancellationToken stop)
    {
        var back = new RollBack(context, board);
        await board.RecordAsync([], Phases.RollingBack);
        await Parallel.ForEachAsync(
            units,
            new ParallelOptions { MaxDegreeOfParallelism = board.Terms.MaxParallel, CancellationToken = stop },
            async (unit, _) => await back.RunAsync(unit, stop));
    }

    private void Release(RotationUnit unit)
    {
        if (unit.Item.Lane is { } lane)
        {
            holds.Release(board.Job.JobId, [lane]);
        }
    }
}
