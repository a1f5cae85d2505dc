using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>Has Snowflake remove an old token, for as long as that takes. Whether it may go is asked before each time.</summary>
internal sealed class OldTokenRemoval(RunContext context, RotationBoard board, RetirementCheck check)
{
    public async Task RunAsync(string key, CancellationToken halt, CancellationToken stop)
    {
        if (await context.Snowflake.PersistAsync(() => TryAsync(board.Course.Token(key)!, halt, stop), halt, stop) is { } trouble)
        {
            var token = board.Course.Token(key)!;
            var (outcome, about) = TokenAudit.Of(trouble);
            await StayAsync(token, $"Snowflake could not be brought to remove it: {trouble.Message} Nothing needs it any more; remove it by hand.", outcome, about);
        }
    }

    private async Task TryAsync(TokenCourse token, CancellationToken halt, CancellationToken stop)
    {
        var wasAsked = token.State == RotationTokenState.RetiringOld;
        if (await context.Snowflake.AskAsync(() => context.Tokens.FindAsync(token.Order.User, token.OldName!, stop), stop) is not { } now)
        {
            // Removed by what was asked before, whose answer was lost, or by somebody else.
            await EndAsync(token, wasAsked);
            return;
        }

        if (await check.WhyItStaysAsync(token, now, wasAsked, stop) is { } why)
        {
            await StayAsync(token, wasAsked ? $"{why} Snowflake had been asked to remove it before, and had not when it was looked at." : why, AuditOutcome.NotTaken);
            return;
        }

        halt.ThrowIfCancellationRequested();
        token = token with { State = RotationTokenState.RetiringOld };
        await board.RecordAsync([], Phases.Retiring, course: board.Course.With(token), also: wasAsked ? null : Audit(token, AuditOutcome.Intended));
        if (board.IsCancelled)
        {
            // Cancelled just now: it was not asked, this time.
            await (wasAsked ? Task.CompletedTask : board.RecordAsync(
                [], course: board.Course.With(token with { State = RotationTokenState.Waiting }), also: Audit(token, AuditOutcome.NotTaken, "cancelled before it was asked")));
            return;
        }

        await context.Snowflake.AskAsync(
            async () =>
            {
                await context.Tokens.RemoveAsync(token.Order.User, token.OldName!, stop);
                return true;
            },
            stop);
        await EndAsync(token, wasAsked: true);
    }

    private Task EndAsync(TokenCourse token, bool wasAsked) => board.RecordAsync(
        [],
        course: board.Course.With(token with { State = RotationTokenState.Replaced, Detail = "" }),
        also: wasAsked ? Audit(token, AuditOutcome.Accepted) : null);

    /// <param name="outcome">What came of the removal, if Snowflake was asked for it.</param>
    private Task StayAsync(TokenCourse token, string why, AuditOutcome outcome, string? about = null) => board.RecordAsync(
        [],
        course: board.Course.With(TokenRetirement.Kept(token, why)),
        also: token.State == RotationTokenState.RetiringOld ? Audit(token, outcome, about) : null);

    private AuditEntry Audit(TokenCourse token, AuditOutcome outcome, string? about = null) => TokenAudit.Remove(board.Job, token, token.OldName!, outcome, about);
}
