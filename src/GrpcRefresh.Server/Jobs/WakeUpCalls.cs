namespace GrpcRefresh.Server.Jobs;

/// <summary>Calls sleepers in the order in which they asked, a wave at a time.</summary>
/// <remarks>
/// Called in one moment, thousands would write before their connections' writers had a turn, and each would hold a block of
/// memory until then. Between two waves everybody else has one. Nobody's writing is waited for: a slow reader holds up nobody.
/// </remarks>
internal sealed class WakeUpCalls : IThreadPoolWorkItem
{
    private const int Wave = 100;

    private readonly Queue<Sleeper> _due = [];
    private bool _underWay;

    public void Add(Sleeper sleeper)
    {
        lock (_due)
        {
            if (sleeper.IsDue)
            {
                return;
            }

            sleeper.IsDue = true;
            _due.Enqueue(sleeper);
            if (!_underWay)
            {
                QueueWave();
            }
        }
    }

    public void Execute()
    {
        lock (_due)
        {
            for (var called = 0; called < Wave && _due.TryDequeue(out var sleeper); called++)
            {
                // Before the call: what happens after it is worth another.
                sleeper.IsDue = false;
                sleeper.Call();
            }

            _underWay = false;
            if (_due.Count > 0)
            {
                QueueWave();
            }
        }
    }

    private void QueueWave()
    {
        _underWay = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
