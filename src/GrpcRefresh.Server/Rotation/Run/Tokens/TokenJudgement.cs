using GrpcRefresh.Server.Jobs;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>Judges by the login history what the connections after the canaries use: all together, one look for each user.</summary>
internal sealed class TokenJudgement(RunContext context, RotationBoard board, TimeProvider time)
{
    // An event carries the steps it changed; it has to fit into a message.
    private const int StepsPerEvent = 200;

    /// <summary>Whether a refresh of the step's item tells which secret it used only by the login history.</summary>
    public static bool NeedsHistory(RotationStepRecord step) => step is { ChangesUserName: false, Provable: ProofLevel.UsesNew };

    public async Task RunAsync(CancellationToken halt)
    {
        await NoteChangedAsync();
        var open = await OpenAsync(halt);
        if (open.Count == 0)
        {
            return;
        }

        var deadline = open.Max(refresh => context.Logins.Deadline(refresh.Window));
        while (true)
        {
            var isLast = time.GetUtcNow() >= deadline;
            foreach (var together in open.GroupBy(refresh => refresh.CredentialKey).Select(group => group.ToList()).ToList())
            {
                var token = board.Course.Token(together[0].CredentialKey)!;
                var findings = await context.Logins.LookAsync(token, together.ConvertAll(refresh => refresh.Window), isLast, halt);
                foreach (var (refresh, finding) in together.Zip(findings).Where(pair => pair.Second.Verdict != LoginVerdict.Untold))
                {
                    await SettleAsync(refresh, step => finding.Verdict == LoginVerdict.New ? step with { Proof = ProofLevel.UsesNew } : step with { Detail = finding.Explain(token) });
                    open.Remove(refresh);
                }
            }

            if (open.Count == 0)
            {
                return;
            }

            await context.Logins.PauseAsync(deadline, halt);
        }
    }

    /// <summary>Nothing is changed after this: from now on nobody should use the old tokens.</summary>
    private Task NoteChangedAsync()
    {
        var now = time.GetUtcNow();
        var changed = board.Course.Tokens.Where(token => token is { State: RotationTokenState.InUse, ChangedAt: null }).Aggregate(
            board.Course, (course, token) => course.With(token with { ChangedAt = now }));
        return ReferenceEquals(changed, board.Course) ? Task.CompletedTask : board.RecordAsync([], Phases.Judging, course: changed);
    }

    /// <summary>The refreshes of which it is still to be found out; those that are no longer kept are settled at once.</summary>
    private async Task<List<JudgedRefresh>> OpenAsync(CancellationToken ct)
    {
        var open = new List<JudgedRefresh>();
        foreach (var group in board.Steps.Where(IsOpen).GroupBy(step => (step.CredentialKey, JobId: step.RefreshJobId!)).ToList())
        {
            var numbers = group.Select(step => step.Number).ToHashSet();
            if (await context.Store.FindAsync(group.Key.JobId, ct) is { } refresh)
            {
                open.Add(new JudgedRefresh(group.Key.CredentialKey, context.Logins.WindowOf(refresh), numbers));
            }
            else
            {
                await SettleAsync(
                    new JudgedRefresh(group.Key.CredentialKey, default, numbers), step => step with { Detail = "Which token its refresh used is not known: the refresh is no longer kept." });
            }
        }

        return open;
    }

    // A detail says that it was judged before.
    private static bool IsOpen(RotationStepRecord step) =>
        step is { State: RotationStepState.Verified, Proof: ProofLevel.Works, Detail: "", RefreshJobId: not null } && NeedsHistory(step);

    private async Task SettleAsync(JudgedRefresh refresh, Func<RotationStepRecord, RotationStepRecord> settle)
    {
        foreach (var some in board.Steps.Where(step => refresh.Numbers.Contains(step.Number)).Chunk(StepsPerEvent))
        {
            await board.RecordAsync([.. some.Select(settle)]);
        }
    }

    private sealed record JudgedRefresh(string CredentialKey, LoginWindow Window, IReadOnlySet<int> Numbers);
}
