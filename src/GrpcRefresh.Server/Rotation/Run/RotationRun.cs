using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Run.Tokens;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>
/// Drives one rotation: canaries, all others, the way back if it comes to that, and the end. Begun anew after a crash it goes
/// on where the steps stand.
/// </summary>
internal sealed class RotationRun(RunContext context, RotationBoard board, LaneHolds holds, JobFeed feed, TokenStages tokens, RunEnd end)
{
    /// <param name="stop">The service stops; whatever is not finished is finished after its restart.</param>
    public async Task RunAsync(CancellationToken stop)
    {
        var units = RotationUnit.Of(board.Steps);
        if (AreSecretsLost)
        {
            await StopAsync("Its secrets were forgotten at a start that could not open them.");
        }
        else
        {
            await GoOnAsync(units, stop);
        }

        await tokens.Settling.RunAsync(stop);
        await end.EndAsync(board, stop);
        holds.ReleaseAll(board.Job.JobId);
    }

    /// <summary>A token has no secret before it is made, and needs none once every connection uses it.</summary>
    private bool AreSecretsLost => board.Course.Tokens.Count == 0
        ? context.Secrets.IsEmpty
        : board.Course.Tokens.Any(token => TokenCourse.NeedsSecret(token.State) && !context.Secrets.Has(token.CredentialKey));

    private async Task GoOnAsync(IReadOnlyList<RotationUnit> units, CancellationToken stop)
    {
        if (!board.Course.RollingBack)
        {
            var resume = new UnitRun(context, board);
            await Parallel.ForEachAsync(units, Bounded(board.Terms.MaxParallel, stop), async (unit, _) => await resume.ResumeAsync(unit, stop));
        }

        if (board.Course.StopReason is null && !board.IsCancelled)
        {
            await ForwardUnlessCancelledAsync(units, stop);
        }

        if (board.Course.RollingBack)
        {
            await BackAsync(units, stop);
        }
    }

    private async Task BackAsync(IReadOnlyList<RotationUnit> units, CancellationToken stop)
    {
        var due = units.Where(unit => board.Of(unit).Any(RollBack.IsDue));
        if (board.Terms.HoldsRefreshes)
        {
            // What was let go once it had been changed is touched again.
            holds.Hold(board.Job.JobId, due.Select(unit => unit.Item.Lane).OfType<Lane>());
        }

        var back = new RollBack(context, board);
        await board.RecordAsync([], Phases.RollingBack);
        await Parallel.ForEachAsync(units, Bounded(board.Terms.MaxParallel, stop), async (unit, _) =>
        {
            await back.RunAsync(unit, stop);
            Release(unit);
        });
    }

    private static ParallelOptions Bounded(int parallel, CancellationToken ct) => new() { MaxDegreeOfParallelism = parallel, CancellationToken = ct };

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
        catch (OperationCanceledException) when (halt.IsCancellationRequested && !stop.IsCancellationRequested)
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
        await board.RecordAsync([], board.Course.Tokens.Count == 0 ? Phases.Canaries : Phases.Making, job: Begin);
        if (board.IsCancelled)
        {
            // Before anybody listened for it; the write above has told.
            return;
        }

        if (board.Course.Tokens.Count > 0)
        {
            if (await tokens.Making.RunAsync(halt, stop) is { } failure)
            {
                await StopAsync(failure);
                return;
            }

            await board.RecordAsync([], Phases.Canaries);
        }

        await EachAsync(units.Where(unit => unit.Canary), parallel: 1, () => Failures > 0, halt, stop);
        if (WithoutProof() is { } why)
        {
            await StopAsync(why);
            return;
        }

        await board.RecordAsync([], Phases.Connections);
        await EachAsync(units.Where(unit => !unit.Canary), board.Terms.MaxParallel, () => HasTooManyFailures, halt, stop);
        if (HasTooManyFailures)
        {
            await StopAsync($"{Failures} connections failed, and max_failures is {board.Terms.MaxFailures}.");
            return;
        }

        await tokens.Judgement.RunAsync(halt);
        await tokens.Retirement.RunAsync(halt, stop);
    }

    /// <summary>Why nothing further may be changed; null when every credential has been proved by a canary, or was not to be.</summary>
    private string? WithoutProof()
    {
        var canaries = board.Steps.Where(step => step.Canary).ToList();
        if (canaries.Find(step => step.State == RotationStepState.Failed) is { } sick)
        {
            return $"The canary '{sick.Connection.ItemName}' failed: {sick.Error!.Message}";
        }

        var lost = board.Terms.RefreshesCanaries
            ? canaries.GroupBy(step => step.CredentialKey).FirstOrDefault(credential => credential.All(step => step.State != RotationStepState.Verified))
            : null;
        return lost is null ? null : $"The canary '{lost.First().Connection.ItemName}' could not prove the new secret: {lost.First().Detail}";
    }

    private static JobRecord Begin(JobRecord job) =>
        job.State == JobState.Queued ? job with { State = JobState.Running, StartTime = job.UpdateTime } : job;

    private int Failures => board.Steps.Count(step => step.State == RotationStepState.Failed);

    private bool HasTooManyFailures => board.Terms.OnFailure != OnFailure.Continue && Failures >= board.Terms.MaxFailures;

    private async Task EachAsync(
        IEnumerable<RotationUnit> units, int parallel, Func<bool> isOver, CancellationToken halt, CancellationToken stop)
    {
        var run = new UnitRun(context, board);
        await Parallel.ForEachAsync(units, Bounded(parallel, halt), async (unit, _) =>
        {
            if (isOver() || halt.IsCancellationRequested)
            {
                return;
            }

            await run.RunAsync(unit, halt, stop);
            // What may have to go back stays held until it has.
            if (board.Terms.OnFailure != OnFailure.RollBack || board.Of(unit).All(step => step.State != RotationStepState.Failed))
            {
                Release(unit);
            }
        });
    }

    private Task StopAsync(string why) =>
        StopAsync(new Failure(ErrorReason.RotationFailed, why) { Metadata = new Dictionary<string, string> { ["failed"] = $"{Failures}" } });

    private Task StopAsync(Failure why)
    {
        // The first reason is the reason.
        var reason = board.Course.StopReason ?? why;
        var back = board.Terms.OnFailure == OnFailure.RollBack && !context.Secrets.IsEmpty;
        return board.RecordAsync([], course: board.Course with { StopReason = reason, RollingBack = back });
    }

    private void Release(RotationUnit unit)
    {
        if (unit.Item.Lane is { } lane)
        {
            holds.Release(board.Job.JobId, [lane]);
        }
    }
}
