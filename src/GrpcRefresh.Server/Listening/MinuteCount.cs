namespace GrpcRefresh.Server.Listening;

/// <summary>Counts what happens too often to be told each time: the first is told at once, and then what came together once a minute.</summary>
internal sealed class MinuteCount(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _told;
    private int _count;

    /// <summary>Counts one more.</summary>
    /// <returns>How many there were since the last time, if they are to be told now.</returns>
    public int? Add()
    {
        lock (_gate)
        {
            _count++;
            if (_told is { } told && time.GetElapsedTime(told) < Pause)
            {
                return null;
            }

            var count = _count;
            (_told, _count) = (time.GetTimestamp(), 0);
            return count;
        }
    }
}
