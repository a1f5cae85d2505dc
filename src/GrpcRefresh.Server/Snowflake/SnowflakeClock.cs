using System.Net.Http.Headers;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>Snowflake's clock, to the second, as the dates of its answers tell it. A key-pair token is judged by that one.</summary>
internal sealed class SnowflakeClock(TimeProvider time)
{
    private long _offset;
    private volatile bool _isKnown;

    /// <summary>Our own clock before the first answer.</summary>
    public DateTimeOffset Now => time.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    /// <summary>By how much it is ahead of ours; null before the first answer.</summary>
    public TimeSpan? Offset => _isKnown ? TimeSpan.FromTicks(Interlocked.Read(ref _offset)) : null;

    /// <summary>Also from a refusal: the first token may be refused because of the clock.</summary>
    public void Learn(HttpResponseHeaders headers)
    {
        if (headers.Date is { } date)
        {
            Interlocked.Exchange(ref _offset, (date - time.GetUtcNow()).Ticks);
            _isKnown = true;
        }
    }
}
