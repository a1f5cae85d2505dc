using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>Brings every token of a rotation that did not come to its end into a state that says which secret is where.</summary>
internal sealed class TokenSettling(RunContext context, RotationBoard board)
{
    public async Task RunAsync(CancellationToken stop)
    {
        foreach (var token in board.Course.Tokens.Where(token => !TokenCourse.IsSettled(token.State)))
        {
            var settled = token.State switch
            {
                RotationTokenState.Planned => token with { State = RotationTokenState.Withdrawn, Detail = "It was never asked for; no token was made." },
                RotationTokenState.Waiting => Both(token, "The old token stays: the rotation was cancelled before it had been unused for long enough. Remove it once nobody needs it."),
                RotationTokenState.RetiringOld => Both(token, $"The rotation was cancelled while Snowflake was being asked to remove the old token {token.OldName}: it may be gone. Nothing needs it."),
                _ when IsTouched(token) => Both(token, WhereItIs(token)),
                // It has no name of its own to be removed by, and its old secret will end: there is no way back.
                _ when token.Order.Method == TokenMethod.Rotate => Both(token, Rotated(token)),
                _ => null,
            };
            if (settled is null)
            {
                await WithdrawAsync(token, stop);
            }
            else
            {
                await board.RecordAsync([], course: board.Course.With(settled));
            }
        }
    }

    /// <summary>Whether a connection may hold it.</summary>
    private bool IsTouched(TokenCourse token) => board.Steps.Any(step => step.CredentialKey == token.CredentialKey && step.Touched);

    private static TokenCourse Both(TokenCourse token, string detail) => token with { State = RotationTokenState.BothValid, Detail = detail + RotatedSecret.Deadline(token) };

    private string WhereItIs(TokenCourse token)
    {
        var steps = board.Steps.Where(step => step.CredentialKey == token.CredentialKey).ToList();
        var (changed, doubtful) = (
            steps.Count(step => step.State is RotationStepState.Updated or RotationStepState.Verified),
            steps.Count(step => step is { Touched: true, State: RotationStepState.Failed or RotationStepState.Updating or RotationStepState.Skipped }));
        return $"{changed} connections hold the new token {token.Name}, {doubtful} may hold it or what they held before, all others hold what they held before; the steps tell which. "
            + (token.Order.Method == TokenMethod.Rotate ? "All of it works for now." : $"All of it still works. Rotate again, with old_token naming what is to go, and then remove {token.Name}.");
    }

    private static string Rotated(TokenCourse token) =>
        $"No connection was given the new secret, but Snowflake may have rotated {token.Name}: then the connections hold its old secret.";

    private async Task WithdrawAsync(TokenCourse token, CancellationToken stop)
    {
        var resumed = token.State == RotationTokenState.Withdrawing;
        token = token with { State = RotationTokenState.Withdrawing };
        await board.RecordAsync(
            [], Phases.Withdrawing, course: board.Course.With(token), also: resumed ? null : TokenAudit.Remove(board.Job, token, token.Name, AuditOutcome.Intended));
        try
        {
            await context.Snowflake.TryAsync(
                async () =>
                {
                    await context.Tokens.WithdrawAsync(token.Order.User, token.Name, stop);
                    return true;
                },
                stop,
                stop);
            await board.RecordAsync(
                [],
                course: board.Course.With(token with { State = RotationTokenState.Withdrawn, Detail = "No connection was given it. Whatever they hold is as it was." }),
                also: TokenAudit.Remove(board.Job, token, token.Name, AuditOutcome.Accepted));
        }
        catch (SnowflakeException e)
        {
            var (outcome, about) = TokenAudit.Of(e);
            await board.RecordAsync(
                [],
                course: board.Course.With(Both(token, $"No connection was given the new token {token.Name}, but Snowflake may hold it and could not be brought to remove it: {e.Message} Remove it by hand.")),
                also: TokenAudit.Remove(board.Job, token, token.Name, outcome, about));
        }
    }
}
