using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>Gives the connections of one item their previous secret and user name again, and proves it where a refresh can.</summary>
internal sealed class RollBack(RunContext context, RotationBoard board)
{
    private const string Purpose = "prove the way back";

    /// <summary>Whether a step may hold the new secret and can be given the old one.</summary>
    public static bool IsDue(RotationStepRecord step) => step is { Touched: true, CanRollBack: true }
        && step.State is RotationStepState.Updated or RotationStepState.Verified or RotationStepState.Failed or RotationStepState.Updating;

    public async Task RunAsync(RotationUnit unit, CancellationToken halt)
    {
        var due = board.Of(unit).Where(IsDue).ToList();
        if (due.Count == 0)
        {
            return;
        }

        var resumed = due.Any(step => step.State == RotationStepState.Updating);
        var changes = due.ConvertAll(step => new StepChange(
            step with { State = RotationStepState.Updating, Error = null }, step.Connection.UserName, context.Secrets.Previous(step.CredentialKey)));
        await board.RecordAsync([.. changes.Select(change => change.Step)], intent: RotationIntent.RollBack);
        var outcomes = await context.ChangeOf(unit.Item).RunAsync(changes, readBack: true, resumed, halt);
        var settled = changes.ConvertAll(change => Settle(change.Step, outcomes[change.Step.Number]));
        await board.RecordAsync(settled);
        if (unit.Canary && settled.Where(step => step.State == RotationStepState.RolledBack).ToList() is [var first, ..] back && first.Provable >= ProofLevel.Works)
        {
            await ProveAsync(back, halt);
        }
    }

    private static RotationStepRecord Settle(RotationStepRecord step, ChangeOutcome outcome) => outcome switch
    {
        // Whatever went wrong before is undone now; the job's own error tells of it.
        ChangeOutcome.Taken => step with { State = RotationStepState.RolledBack, Proof = ProofLevel.Stored, Touched = false, Error = null },
        ChangeOutcome.Gone gone => step with { State = RotationStepState.Skipped, Detail = gone.Detail, Touched = false },
        ChangeOutcome.Failed failed => step with
        {
            State = RotationStepState.Failed,
            Touched = false,
            Error = failed.Failure with { Message = $"It could not be given its previous secret again: {failed.Failure.Message}" },
        },
        _ => throw new InvalidOperationException($"{outcome.GetType()} is no outcome."),
    };

    private async Task ProveAsync(List<RotationStepRecord> back, CancellationToken halt)
    {
        var jobId = await context.Proof.StartAsync(board.Job.JobId, back[0].Connection, Purpose, halt);
        var refresh = await context.Proof.EndAsync(jobId, halt);
        await board.RecordAsync([.. back.Select(step => refresh is { State: JobState.Succeeded }
            ? step with { RefreshJobId = jobId, Proof = ProofLevel.Works }
            : step with { RefreshJobId = jobId, Detail = Verdicts.Unproved(refresh, jobId).Message })]);
    }
}
