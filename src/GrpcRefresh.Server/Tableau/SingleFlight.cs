namespace GrpcRefresh.Server.Tableau;

/// <summary>Many callers, one piece of work: whoever comes while it runs gets its result.</summary>
/// <remarks>The work is nobody's own, so a caller who gives up does not stop it for the others.</remarks>
internal sealed class SingleFlight<T>
{
    private readonly Lock _gate = new();
    private Task<T>? _flight;

    /// <param name="work">May start right after another flight has landed, so it first looks whether anything is left to do.</param>
    public Task<T> JoinAsync(Func<Task<T>> work, CancellationToken ct)
    {
        Task<T> flight;
        lock (_gate)
        {
            flight = _flight ??= RunAsync(work);
        }

        return flight.WaitAsync(ct);
    }

    private async Task<T> RunAsync(Func<Task<T>> work)
    {
        // Let go of the first caller's thread, and of the lock, before anything happens.
        await Task.Yield();
        try
        {
            return await work();
        }
        finally
        {
            lock (_gate)
            {
                _flight = null;
            }
        }
    }
}
