using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>Judges by the login history what a canary uses. Nothing else is changed before that is known: Tableau may have kept the old secret.</summary>
internal sealed class CanaryJudgement(RunContext context, RotationBoard board)
{
    /// <param name="steps">Of one item, as its refresh alone judges them; they are recorded only after this, so that a restart asks again.</param>
    public async Task<IReadOnlyList<RotationStepRecord>> JudgeAsync(IReadOnlyList<RotationStepRecord> steps, JobRecord refresh, CancellationToken halt)
    {
        var judged = steps.ToList();
        foreach (var key in steps.Where(IsOpen).Select(step => step.CredentialKey).Distinct())
        {
            if (board.Course.Token(key) is { } token)
            {
                await board.RecordAsync([], Phases.Judging);
                var finding = await context.Logins.WatchAsync(token, context.Logins.WindowOf(refresh), halt);
                judged = judged.ConvertAll(step => IsOpen(step) && step.CredentialKey == key ? Judge(step, finding, finding.Explain(token), refresh.JobId) : step);
            }
        }

        return judged;
    }

    private static bool IsOpen(RotationStepRecord step) => step.State == RotationStepState.Verified && TokenJudgement.NeedsHistory(step);

    private static RotationStepRecord Judge(RotationStepRecord step, LoginFinding finding, string why, string jobId) => finding.Verdict switch
    {
        LoginVerdict.New => step with { Proof = ProofLevel.UsesNew },
        LoginVerdict.NotNew => step with
        {
            State = RotationStepState.Failed,
            Proof = ProofLevel.Works,
            Error = new Failure(ErrorReason.VerificationFailed, why) { Metadata = new Dictionary<string, string> { ["job_id"] = jobId } },
        },
        _ => step with { Detail = why },
    };
}
