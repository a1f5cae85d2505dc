namespace GrpcRefresh.Server.Tableau;

/// <summary>Remembers how long Tableau asked to be left alone when it last limited the rate. Only to be told; each caller waits by its own answer.</summary>
internal sealed class AskedPause(TimeProvider time)
{
    private long _endTicks;

    public TimeSpan Left
    {
        get
        {
            var left = TimeSpan.FromTicks(Interlocked.Read(ref _endTicks) - time.GetUtcNow().UtcTicks);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public async Task<T> HeedAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken ct)
    {
        try
        {
            return await attempt(ct);
        }
        catch (TableauException e) when (e is { Kind: TableauErrorKind.Throttled, RetryAfter: not null })
        {
            Interlocked.Exchange(ref _endTicks, (time.GetUtcNow() + e.RetryAfter.Value).UtcTicks);
            throw;
        }
    }
}
