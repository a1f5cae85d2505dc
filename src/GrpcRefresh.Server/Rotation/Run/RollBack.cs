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

    public async Task RunAsync(RotationUnit unit, CancellationToken stop)
    {
        await ChangeAsync(unit, stop);
        var unproved = board.Of(unit).Where(IsToBeProved).ToList();
        if (unit.Canary && unproved.Count > 0)
        {
            await ProveAsync(unproved, stop);
        }
    }

    // Also after a crash between the change and its proof.
    private static bool IsToBeProved(RotationStepRecord step) => step is
    {
        State: RotationStepState.RolledBack, Proof: < ProofLevel.Works, Provable: >= ProofLevel.Works, Detail: "",
    };

    private async Task ChangeAsync(RotationUnit unit, CancellationToken stop)
    {
        var due = board.Of(unit).Where(IsDue).ToList();
        if (due.Count == 0)
        {
            return;
        }

        var resumed = due.Any(step => step.State == RotationStepState.Updating);
        // From here on nothing is known of it that was known before.
        var changes = due.ConvertAll(step => new StepChange(
            step with { State = RotationStepState.Updating, Proof = ProofLevel.Unspecified, Error = null },
            step.Connection.UserName,
            context.Secrets.Previous(step.CredentialKey)));
        await board.RecordAsync([.. changes.Select(change => change.Step)], intent: RotationIntent.RollBack);
        var outcomes = await ChangeOutcomes.OfAsync(context, unit.Item, changes, readBack: true, resumed, stop, stop);
        await board.RecordAsync([.. changes.Select(change => Settle(change.Step, outcomes[change.Step.Number]))]);
    }

    private static RotationStepRecord Settle(RotationStepRecord step, ChangeOutcome outcome) => outcome switch
    {
        ChangeOutcome.Taken => step with { State = RotationStepState.RolledBack, Proof = ProofLevel.Stored, Touched = false },
        ChangeOutcome.Gone gone => step with { State = RotationStepState.Skipped, Detail = gone.Detail, Touched = false },
        ChangeOutcome.Failed failed => step with
        {
            State = RotationStepState.Failed,
            Touched = failed.Touched,
            Error = failed.Failure with { Message = $"It could not be given its previous secret again: {failed.Failure.Message}" },
        },
        _ => throw new InvalidOperationException($"{outcome.GetType()} is no outcome."),
    };

    private async Task ProveAsync(List<RotationStepRecord> back, CancellationToken stop)
    {
        var jobId = await context.Proof.StartAsync(board.Job, back[0].Connection, Purpose, stop);
        var refresh = await context.Proof.EndAsync(jobId, stop);
        await board.RecordAsync([.. back.Select(step => Verdicts.Proves(refresh, step)
            ? step with { RefreshJobId = jobId, Proof = ProofLevel.Works }
            : step with { RefreshJobId = jobId, Detail = Verdicts.Unproved(refresh, jobId).Message })]);
    }
}
