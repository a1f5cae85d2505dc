using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>Asks again while waiting may help: a rotation outlives a restart of Tableau, and an hour's allowance.</summary>
internal sealed class Persistence(RotationOptions options, TimeProvider time)
{
    /// <exception cref="OperationCanceledException">The service stops; the step is taken up again after its restart.</exception>
    public async Task<Tried<T>> TryAsync<T>(Func<Task<T>> call, CancellationToken stop)
    {
        var (left, pause, inDoubt) = (options.Patience, options.RetryPause, false);
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
                await Task.Delay(e.RetryAfter ?? options.RetryPauseMax, time, stop);
            }
            catch (TableauException e) when (e.Kind is TableauErrorKind.Unreachable or TableauErrorKind.AuthFailed && left > TimeSpan.Zero)
            {
                inDoubt |= e.MayHaveTakenEffect;
                left -= pause;
                await Task.Delay(pause, time, stop);
                pause = pause * 2 < options.RetryPauseMax ? pause * 2 : options.RetryPauseMax;
            }
            catch (TableauException e)
            {
                return new Tried<T>(default, inDoubt ? e.InDoubt() : e);
            }
        }
    }
}
