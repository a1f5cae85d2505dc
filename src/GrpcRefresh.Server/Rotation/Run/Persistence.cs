using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>Asks again while waiting may help: a rotation outlives a restart of Tableau, and an hour's allowance.</summary>
internal sealed class Persistence(RotationOptions options, TimeProvider time)
{
    /// <param name="halt">Ends a wait that Tableau asked for, unless it is in doubt what came of an earlier try.</param>
    /// <exception cref="OperationCanceledException">The service stops; the step is taken up again after its restart.</exception>
    public async Task<Tried<T>> TryAsync<T>(Func<Task<T>> call, CancellationToken halt, CancellationToken stop)
    {
        var (pause, inDoubt, since, told) = (options.RetryPause, false, time.GetTimestamp(), TimeSpan.Zero);
        while (true)
        {
            try
            {
                return new Tried<T>(await call(), null);
            }
            catch (TableauException e) when (e.Kind == TableauErrorKind.Throttled)
            {
                // Tableau names its own time, and it is no failure to heed it.
                inDoubt |= e.MayHaveTakenEffect;
                var wait = e.RetryAfter ?? options.RetryPauseMax;
                await Task.Delay(wait, time, inDoubt ? stop : halt).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stop.ThrowIfCancellationRequested();
                if (halt.IsCancellationRequested && !inDoubt)
                {
                    return new Tried<T>(default, e);
                }

                told += wait;
            }
            catch (TableauException e) when (MayPass(e) && time.GetElapsedTime(since) - told < options.Patience)
            {
                inDoubt |= e.MayHaveTakenEffect;
                await Task.Delay(pause, time, stop);
                pause = pause * 2 < options.RetryPauseMax ? pause * 2 : options.RetryPauseMax;
            }
            catch (TableauException e)
            {
                return new Tried<T>(default, inDoubt ? e.InDoubt() : e);
            }
        }
    }

    /// <summary>Tableau's problem with updating a connection is known to come and go.</summary>
    private static bool MayPass(TableauException e) =>
        e.Kind is TableauErrorKind.Unreachable or TableauErrorKind.AuthFailed || e.Code == ErrorCodes.ConnectionUpdateFailed;
}
