namespace GrpcRefresh.Server.Jobs;

/// <summary>Tells a watch when it has been silent for too long. At most one timer a watch, however many events pass.</summary>
internal sealed class Heartbeat(TimeSpan interval, TimeProvider time, WatchStay stay)
{
    private long _lastBeat = time.GetTimestamp();
    private Task? _timer;

    /// <summary>Something was sent.</summary>
    public void Beat() => _lastBeat = time.GetTimestamp();

    /// <summary>Waits for the news; false when the silence has lasted an interval first.</summary>
    /// <exception cref="OperationCanceledException">The caller has left.</exception>
    /// <exception cref="RefusedException">The service is draining.</exception>
    public async ValueTask<bool> WaitForAsync(Task news)
    {
        while (!news.IsCompleted)
        {
            var left = interval - time.GetElapsedTime(_lastBeat);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            if (_timer is null || _timer.IsCompleted)
            {
                _timer = Task.Delay(left, time, stay.Token);
            }

            await Task.WhenAny(news, _timer);
            stay.ThrowIfOver();
        }

        return true;
    }
}
