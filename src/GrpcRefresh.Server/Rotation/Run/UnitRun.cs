using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Run.Tokens;
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
        await ChangeAsync(unit, RotationStepState.Planned, halt, stop);
        if (IsToBeRefreshed(unit) && board.Of(unit).Where(step => step.State == RotationStepState.Updated).ToList() is [_, ..] changed)
        {
            await ProveAsync(unit, changed, halt);
        }
    }

    /// <summary>Finishes what was under way when the service stopped, whatever has been decided since.</summary>
    public Task ResumeAsync(RotationUnit unit, CancellationToken stop) => ChangeAsync(unit, RotationStepState.Updating, stop, stop);

    private bool IsToBeRefreshed(RotationUnit unit) =>
        board.Terms.RefreshesCanaries
        && (unit.Canary || board.Terms.Verification == Verification.RefreshAll)
        && board.Of(unit).Any(step => step.Provable >= ProofLevel.Works);

    private async Task ChangeAsync(RotationUnit unit, RotationStepState from, CancellationToken halt, CancellationToken stop)
    {
        var open = board.Of(unit).Where(step => step.State == from).ToList();
        if (open.Count == 0)
        {
            return;
        }

        var resumed = from == RotationStepState.Updating;
        var changes = open.ConvertAll(step => new StepChange(
            step with { State = RotationStepState.Updating, Touched = true }, step.NewUserName, context.Secrets.New(step.CredentialKey)));
        await board.RecordAsync([.. changes.Select(change => change.Step)], intent: RotationIntent.Change);
        var outcomes = await ChangeOutcomes.OfAsync(context, unit.Item, changes, board.Terms.ReadsBack, resumed, halt, stop);
        await board.RecordAsync([.. changes.Select(change => Settle(change.Step, outcomes[change.Step.Number], resumed))]);
    }

    /// <param name="inDoubt">An earlier try, before a restart, may have taken effect.</param>
    private static RotationStepRecord Settle(RotationStepRecord step, ChangeOutcome outcome, bool inDoubt) => outcome switch
    {
        ChangeOutcome.Taken taken => step with
        {
            State = RotationStepState.Updated,
            Proof = taken.ReadBack ? ProofLevel.Stored : ProofLevel.Unspecified,
        },
        ChangeOutcome.Gone gone => step with { State = RotationStepState.Skipped, Detail = gone.Detail, Touched = gone.Touched || inDoubt },
        ChangeOutcome.Failed failed => step with { State = RotationStepState.Failed, Error = failed.Failure, Touched = failed.Touched || inDoubt },
        _ => throw new InvalidOperationException($"{outcome.GetType()} is no outcome."),
    };

    private async Task ProveAsync(RotationUnit unit, List<RotationStepRecord> changed, CancellationToken halt)
    {
        if (changed[0].RefreshJobId is not { } jobId)
        {
            jobId = await context.Proof.StartAsync(board.Job, changed[0].Connection, Purpose, halt);
            changed = [.. changed.Select(step => step with { RefreshJobId = jobId })];
            await board.RecordAsync(changed);
        }

        var refresh = await context.Proof.EndAsync(jobId, halt);
        var judged = changed.ConvertAll(step => Judge(step, refresh, jobId));
        await board.RecordAsync(unit.Canary && refresh is not null ? await new CanaryJudgement(context, board).JudgeAsync(judged, refresh, halt) : judged);
    }

    private RotationStepRecord Judge(RotationStepRecord step, JobRecord? refresh, string jobId) => Verdicts.Proves(refresh, step)
        ? step with { State = RotationStepState.Verified, Proof = step.Provable >= ProofLevel.Works ? board.Terms.ProofOfRefresh(step.ChangesUserName) : step.Proof }
        : step with { State = RotationStepState.Failed, Error = Verdicts.Unproved(refresh, jobId) };
}
