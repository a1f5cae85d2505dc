using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Snowflake;

namespace GrpcRefresh.Server.Rotation.Run.Tokens;

/// <summary>Asks Snowflake again while waiting may help, as <see cref="Persistence"/> asks Tableau.</summary>
internal sealed class SnowflakePersistence(RotationOptions options, RunEpoch epoch, JobStore store, TimeProvider time)
{
    /// <summary>Whether the same call may fare better in a while. A key or token that is refused may be one that is just being exchanged.</summary>
    public static bool MayPass(SnowflakeException e) => e.Kind is
        SnowflakeErrorKind.Unreachable or SnowflakeErrorKind.Throttled or SnowflakeErrorKind.TimedOut
        or SnowflakeErrorKind.Cancelled or SnowflakeErrorKind.UnknownStatement or SnowflakeErrorKind.AuthFailed or SnowflakeErrorKind.TokenExpired;

    /// <summary>One call, by a run whose calls still count.</summary>
    public async Task<T> AskAsync<T>(Func<Task<T>> call, CancellationToken stop)
    {
        await epoch.DemandFreshAsync(store, stop);
        return await call();
    }

    /// <param name="halt">Ends the waiting between two calls; a call under way is heard out.</param>
    /// <exception cref="SnowflakeException">What it came to after all patience.</exception>
    /// <exception cref="OperationCanceledException">
    /// The service stops; the run is taken up again after its restart. Or the rotation is cancelled; the inner exception says what it came to until then.
    /// </exception>
    public async Task<T> TryAsync<T>(Func<Task<T>> call, CancellationToken halt, CancellationToken stop)
    {
        var (pause, since) = (options.RetryPause, time.GetTimestamp());
        while (true)
        {
            try
            {
                return await AskAsync(call, stop);
            }
            catch (SnowflakeException e) when (MayPass(e) && time.GetElapsedTime(since) < options.Patience)
            {
                await Task.Delay(e.RetryAfter > pause ? e.RetryAfter.Value : pause, time, halt).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stop.ThrowIfCancellationRequested();
                if (halt.IsCancellationRequested)
                {
                    throw new OperationCanceledException("Cancelled while Snowflake was away.", e, halt);
                }

                pause = pause * 2 < options.RetryPauseMax ? pause * 2 : options.RetryPauseMax;
            }
        }
    }

    /// <summary>Goes on for long, whatever Snowflake says: an old token harms nobody, and whoever is away today may be back tomorrow.</summary>
    /// <returns>What it came to after all patience; null when it went well.</returns>
    public async Task<SnowflakeException?> PersistAsync(Func<Task> call, CancellationToken halt, CancellationToken stop)
    {
        for (var since = time.GetTimestamp(); ;)
        {
            try
            {
                await AskAsync(
                    async () =>
                    {
                        await call();
                        return true;
                    },
                    stop);
                return null;
            }
            // An account that is configured no longer comes with a restart at the earliest.
            catch (SnowflakeException e) when (e.Kind != SnowflakeErrorKind.NotConfigured && time.GetElapsedTime(since) < options.Tokens.RetirementPatience)
            {
                await Task.Delay(options.Tokens.HistoryEvery, time, halt);
            }
            catch (SnowflakeException e)
            {
                return e;
            }
        }
    }
}
