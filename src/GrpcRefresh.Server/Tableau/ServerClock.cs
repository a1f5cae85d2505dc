namespace GrpcRefresh.Server.Tableau;

/// <summary>How far Tableau's clock is ahead of ours, to the second, as its answers tell.</summary>
internal sealed class ServerClock(TimeProvider time)
{
    private long _offset;

    /// <summary>Zero before the first answer.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    public void Learn(TableauAnswer answer)
    {
        if (answer.Headers.Date is { } date)
        {
            Interlocked.Exchange(ref _offset, (date - time.GetUtcNow()).Ticks);
        }
    }
}
