using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>Removes the old tokens, once everything that used them is proved to use the new ones and nobody has used them for long enough.</summary>
internal sealed class TokenRetirement(RunContext context, RotationBoard board, KnownConnections connections, SecretWiping wiping, RotationTokenOptions options, TimeProvider time)
{
    private readonly RetirementCheck _check = new(context, board, connections, options, time);

    /// <param name="halt">Somebody cancels the rotation: the waiting ends, and the old tokens stay.</param>
    public async Task RunAsync(CancellationToken halt, CancellationToken stop)
    {
        await DecideAsync(stop);
        foreach (var key in board.Course.Tokens.Select(token => token.CredentialKey).ToList())
        {
            if (board.Course.Token(key) is { State: RotationTokenState.Waiting } waiting && await WhyGivenUpAsync(waiting, halt, stop) is { } why)
            {
                await board.RecordAsync([], course: board.Course.With(Kept(waiting, why)));
            }

            if (board.Course.Token(key) is { State: RotationTokenState.Waiting or RotationTokenState.RetiringOld })
            {
                await new OldTokenRemoval(context, board, _check).RunAsync(key, halt, stop);
            }
        }
    }

    /// <summary>From here on nothing is changed in Tableau any more, so no secret is needed.</summary>
    private async Task DecideAsync(CancellationToken stop)
    {
        if (board.Course.Tokens.All(token => token.State != RotationTokenState.InUse))
        {
            return;
        }

        var reading = await connections.TryReadAsync(stop);
        var decided = board.Course.Tokens.Aggregate(board.Course, (course, token) => token.State != RotationTokenState.InUse ? course : course.With(
            _check.WhyItStays(token, reading) is { } why
                ? Kept(token, why)
                : token with { State = RotationTokenState.Waiting, Detail = "" }));
        await board.RecordAsync([], course: decided, secrets: SecretChange.Wipe);
        context.Secrets.Forget();
        await wiping.CompleteAsync(stop);
    }

    /// <summary>Waits until nobody has used it for long enough. It is asked once when that may be so: each question may resume a warehouse.</summary>
    private async Task<string?> WhyGivenUpAsync(TokenCourse token, CancellationToken halt, CancellationToken stop)
    {
        var wait = new OverlapWait(token, options.HistoryPatience);
        while (wait.IsNeeded)
        {
            await board.RecordAsync([], Phases.WaitingUntil(wait.Due));
            await DelayUntilAsync(wait.Due, halt);
            DateTimeOffset? lastUse = null;
            if (await context.Snowflake.PersistAsync(
                async () => lastUse = await context.Tokens.LastUseAsync(token.Order.User, token.OldName!, token.ChangedAt!.Value, stop), halt, stop) is { } trouble)
            {
                return $"Snowflake's login history could not be asked who still uses it: {trouble.Message}";
            }

            if (wait.WhyGivenUp(lastUse) is { } why)
            {
                return why;
            }
        }

        return null;
    }

    private async Task DelayUntilAsync(DateTimeOffset due, CancellationToken halt)
    {
        var left = due - time.GetUtcNow();
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, halt);
    }

    public static TokenCourse Kept(TokenCourse token, string why) =>
        token with { State = RotationTokenState.BothValid, Detail = $"The connections use {token.Name}. The old token stays: {why}{RotatedSecret.Deadline(token)}" };
}
