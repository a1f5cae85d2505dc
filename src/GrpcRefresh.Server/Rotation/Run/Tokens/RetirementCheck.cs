using System.Globalization;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>Asks right before a removal whether an old token may still go: what was true when it was decided may be days old.</summary>
internal sealed class RetirementCheck(RunContext context, RotationBoard board, KnownConnections connections, RotationTokenOptions options, TimeProvider time)
{
    // An event carries the steps it changed; it has to fit into a message.
    private const int StepsPerEvent = 200;

    /// <summary>Why it stays; null when it may go.</summary>
    /// <param name="now">As Snowflake tells it.</param>
    /// <param name="isAskedAgain">It was decided some time ago: somebody may have begun to use it since.</param>
    public async Task<string?> WhyItStaysAsync(TokenCourse token, SnowflakeTokenRecord now, bool isAskedAgain, CancellationToken stop)
    {
        if (token.OldCreatedAt is { } known && now.CreatedAt is { } made && made != known)
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"{token.OldName} is another one by now, made at {made:u}; the one that this rotation was to remove was made at {known:u}, and is gone.");
        }

        await LookAgainAsync(token, stop);
        var reading = await connections.TryReadAsync(stop);
        return WhyItStays(token, reading) ?? (isAskedAgain && token.Order.Overlap > TimeSpan.Zero ? await WhoUsesItAsync(token, stop) : null);
    }

    /// <summary>By what is proved, and by the connections there are now.</summary>
    public string? WhyItStays(TokenCourse token, (IReadOnlyList<Catalog.Connections.ConnectionRecord> Connections, int Gaps) reading)
    {
        var steps = board.Steps.Where(step => step.Meant && step.CredentialKey == token.CredentialKey).ToList();
        return RetirementRule.WhyItStays(
            token.Order, token.OldName, token.HistoryIsReadable, steps, RetirementRule.IsProved, Holdouts.Of(token.Order.User, reading.Connections, steps), reading.Gaps);
    }

    /// <summary>Takes back the proof of every refresh in which the history by now tells something else as well.</summary>
    private async Task LookAgainAsync(TokenCourse token, CancellationToken stop)
    {
        var proved = new List<(HashSet<int> Numbers, LoginWindow Window)>();
        foreach (var group in board.Steps.Where(step => IsProvedByHistory(step, token)).GroupBy(step => step.RefreshJobId!).ToList())
        {
            // One that is no longer kept was judged when it was.
            if (await context.Store.FindAsync(group.Key, stop) is { } refresh)
            {
                proved.Add(([.. group.Select(step => step.Number)], context.Logins.WindowOf(refresh)));
            }
        }

        var findings = await context.Logins.LookAgainAsync(token, proved.ConvertAll(one => one.Window), stop);
        foreach (var (one, finding) in proved.Zip(findings).Where(pair => pair.Second.Verdict != LoginVerdict.New))
        {
            foreach (var some in board.Steps.Where(step => one.Numbers.Contains(step.Number)).Chunk(StepsPerEvent))
            {
                await board.RecordAsync([.. some.Select(step => step with { Proof = ProofLevel.Works, Detail = finding.Explain(token) })]);
            }
        }
    }

    private static bool IsProvedByHistory(RotationStepRecord step, TokenCourse token) =>
        step.CredentialKey == token.CredentialKey && step.RefreshJobId is not null && RetirementRule.IsProved(step) && TokenJudgement.NeedsHistory(step);

    private async Task<string?> WhoUsesItAsync(TokenCourse token, CancellationToken stop)
    {
        var lastUse = await context.Snowflake.AskAsync(() => context.Tokens.LastUseAsync(token.Order.User, token.OldName!, token.ChangedAt!.Value, stop), stop);
        return lastUse is { } last && last + token.Order.Overlap + options.HistoryPatience > time.GetUtcNow() ? OverlapWait.StillUsed(last) : null;
    }
}
