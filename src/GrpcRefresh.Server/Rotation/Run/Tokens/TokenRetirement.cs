using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Secrets;
using GrpcRefresh.Server.Rotation.Tokens;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>Removes the old tokens, once everything that used them is proved to use the new ones and nobody has used them for long enough.</summary>
internal sealed class TokenRetirement(RunContext context, RotationBoard board, KnownConnections connections, SecretWiping wiping, RotationTokenOptions options, TimeProvider time)
{
    /// <param name="halt">Somebody cancels the rotation: the waiting ends, and the old tokens stay.</param>
    public async Task RunAsync(CancellationToken halt, CancellationToken stop)
    {
        await DecideAsync(stop);
        foreach (var key in board.Course.Tokens.Select(token => token.CredentialKey).ToList())
        {
            if (board.Course.Token(key) is { State: RotationTokenState.Waiting } waiting && await WhyItStaysAsync(waiting, halt, stop) is { } why)
            {
                await StayAsync(waiting, why);
            }

            if (board.Course.Token(key) is { State: RotationTokenState.Waiting or RotationTokenState.RetiringOld } token)
            {
                await RemoveAsync(token, halt, stop);
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
            WhyItStays(token, reading.Connections, reading.Gaps) is { } why
                ? Kept(token, why)
                : token with { State = RotationTokenState.Waiting, Detail = "" }));
        await board.RecordAsync([], course: decided, secrets: SecretChange.Wipe);
        context.Secrets.Forget();
        await wiping.CompleteAsync(stop);
    }

    private string? WhyItStays(TokenCourse token, IReadOnlyList<ConnectionRecord> all, int gaps)
    {
        var steps = board.Steps.Where(step => step.Meant && step.CredentialKey == token.CredentialKey).ToList();
        return RetirementRule.WhyItStays(token.Order, token.OldName, token.HistoryIsReadable, steps, RetirementRule.IsProved, Holdouts.Of(token.Order.User, all, steps), gaps);
    }

    /// <summary>Waits until nobody has used it for long enough. It is asked once when that may be so: each question may resume a warehouse.</summary>
    private async Task<string?> WhyItStaysAsync(TokenCourse token, CancellationToken halt, CancellationToken stop)
    {
        var wait = new OverlapWait(token, options.HistoryPatience);
        while (wait.IsNeeded)
        {
            await board.RecordAsync([], Phases.WaitingUntil(wait.Due));
            await DelayUntilAsync(wait.Due, halt);
            var (lastUse, trouble) = await LastUseAsync(token, halt, stop);
            if (trouble is not null)
            {
                return $"Snowflake's login history could not be asked who still uses it: {trouble}";
            }

            if (wait.WhyGivenUp(lastUse) is { } why)
            {
                return why;
            }
        }

        // It has been long: somebody may have published content with the old token since.
        var reading = await connections.TryReadAsync(stop);
        return WhyItStays(token, reading.Connections, reading.Gaps);
    }

    private async Task DelayUntilAsync(DateTimeOffset due, CancellationToken halt)
    {
        var left = due - time.GetUtcNow();
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, halt);
    }

    private async Task<(DateTimeOffset? LastUse, string? Trouble)> LastUseAsync(TokenCourse token, CancellationToken halt, CancellationToken stop)
    {
        DateTimeOffset? lastUse = null;
        var trouble = await PersistAsync(
            async () => lastUse = await context.Tokens.LastUseAsync(token.Order.User, token.OldName!, token.ChangedAt!.Value, stop), halt, stop);
        return (lastUse, trouble?.Message);
    }

    private async Task RemoveAsync(TokenCourse token, CancellationToken halt, CancellationToken stop)
    {
        if (token.State != RotationTokenState.RetiringOld)
        {
            token = token with { State = RotationTokenState.RetiringOld };
            await board.RecordAsync([], Phases.Retiring, course: board.Course.With(token), also: TokenAudit.Remove(board.Job, token, token.OldName!, AuditOutcome.Intended));
        }

        if (await PersistAsync(() => context.Tokens.RemoveAsync(token.Order.User, token.OldName!, stop), halt, stop) is { } trouble)
        {
            var (outcome, about) = TokenAudit.Of(trouble);
            await StayAsync(token, $"Snowflake could not be brought to remove it: {trouble.Message} Nothing needs it any more; remove it by hand.",
                TokenAudit.Remove(board.Job, token, token.OldName!, outcome, about));
            return;
        }

        await board.RecordAsync(
            [],
            course: board.Course.With(token with { State = RotationTokenState.Replaced, Detail = "" }),
            also: TokenAudit.Remove(board.Job, token, token.OldName!, AuditOutcome.Accepted));
    }

    /// <summary>Goes on for long: an old token harms nobody, and whoever is away today may be back tomorrow.</summary>
    private async Task<SnowflakeException?> PersistAsync(Func<Task> call, CancellationToken halt, CancellationToken stop)
    {
        for (var since = time.GetTimestamp(); ;)
        {
            try
            {
                await context.Snowflake.AskAsync(
                    async () =>
                    {
                        await call();
                        return true;
                    },
                    stop);
                return null;
            }
            catch (SnowflakeException) when (time.GetElapsedTime(since) < options.RetirementPatience)
            {
                await Task.Delay(options.HistoryEvery, time, halt);
            }
            catch (SnowflakeException e)
            {
                return e;
            }
        }
    }

    private Task StayAsync(TokenCourse token, string why, AuditEntry? also = null) => board.RecordAsync([], course: board.Course.With(Kept(token, why)), also: also);

    private static TokenCourse Kept(TokenCourse token, string why) =>
        token with { State = RotationTokenState.BothValid, Detail = $"The connections use {token.Name}. The old token stays: {why}{RotatedSecret.Deadline(token)}" };
}
