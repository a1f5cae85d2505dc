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
    /// <exception cref="OperationCanceledException">The service stops; the run is taken up again after its restart.</exception>
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
                    throw;
                }

                pause = pause * 2 < options.RetryPauseMax ? pause * 2 : options.RetryPauseMax;
            }
        }
    }
}
