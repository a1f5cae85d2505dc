using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>Takes one item from where it stands to its end: changed, read back, and refreshed if that is to prove it.</summary>
internal sealed class UnitRun(RunContext context, RotationBoard board)
{
    private const string Purpose = "prove";

    /// <param name="halt">Nothing further is waited for.</param>
    /// <param name="stop">The service stops. A change that has begun is broken off for nothing else, so that it is known how it went.</param>
    public async Task RunAsync(RotationUnit unit, CancellationToken halt, CancellationToken stop)
    {
        if (board.Of(unit).Any(step => step.State is RotationStepState.Planned or RotationStepState.Updating))
        {
            await ChangeAsync(unit, stop);
        }

        if (IsToBeRefreshed(unit) && board.Of(unit).Where(IsChanged).ToList() is [_, ..] changed)
        {
            await ProveAsync(changed, halt);
        }
    }

    private static bool IsChanged(RotationStepRecord step) => step.State == RotationStepState.Updated;

    private bool IsToBeRefreshed(RotationUnit unit) =>
        board.Terms.RefreshesCanaries
        && (unit.Canary || board.Terms.Verification == Verification.RefreshAll)
        && board.Of(unit).Any(step => step.Provable >= ProofLevel.Works);

    private async Task ChangeAsync(RotationUnit unit, CancellationToken stop)
    {
        var open = board.Of(unit).Where(step => step.State is RotationStepState.Planned or RotationStepState.Updating).ToList();
        var resumed = open.Any(step => step.State == RotationStepState.Updating);
        var changes = open.ConvertAll(step => new StepChange(
            step with { State = RotationStepState.Updating, Touched = true }, step.NewUserName, context.Secrets.New(step.CredentialKey)));
        await board.RecordAsync([.. changes.Select(change => change.Step)], intent: RotationIntent.Change);
        var outcomes = await context.ChangeOf(unit.Item).RunAsync(changes, board.Terms.ReadsBack, resumed, stop);
        var inDoubt = open.Where(step => step.Touched).Select(step => step.Number).ToHashSet();
        await board.RecordAsync([.. changes.Select(change => Settle(change.Step, outcomes[change.Step.Number], inDoubt.Contains(change.Step.Number)))]);
    }

    /// <param name="inDoubt">An earlier try, before a restart, may have taken effect.</param>
    private static RotationStepRecord Settle(RotationStepRecord step, ChangeOutcome outcome, bool inDoubt) => outcome switch
    {
        ChangeOutcome.Taken taken => step with
        {
            State = RotationStepState.Updated,
            Proof = taken.ReadBack ? ProofLevel.Stored : ProofLevel.Unspecified,
        },
        ChangeOutcome.Gone gone => step with { State = RotationStepState.Skipped, Detail = gone.Detail, Touched = false },
        ChangeOutcome.Failed failed => step with { State = RotationStepState.Failed, Error = failed.Failure, Touched = failed.Touched || inDoubt },
        _ => throw new InvalidOperationException($"{outcome.GetType()} is no outcome."),
    };

    private async Task ProveAsync(List<RotationStepRecord> changed, CancellationToken halt)
    {
        if (changed[0].RefreshJobId is not { } jobId)
        {
            jobId = await context.Proof.StartAsync(board.Job.JobId, changed[0].Connection, Purpose, halt);
            changed = [.. changed.Select(step => step with { RefreshJobId = jobId })];
            await board.RecordAsync(changed);
        }

        var refresh = await context.Proof.EndAsync(jobId, halt);
        await board.RecordAsync([.. changed.Select(step => Judge(step, refresh, jobId))]);
    }

    private RotationStepRecord Judge(RotationStepRecord step, JobRecord? refresh, string jobId) => refresh switch
    {
        { State: JobState.Succeeded } => step with
        {
            State = RotationStepState.Verified,
            Proof = board.Terms.ProofOfRefresh(step.ChangesUserName),
        },
        _ => step with { State = RotationStepState.Failed, Error = Verdicts.Unproved(refresh, jobId) },
    };
}
