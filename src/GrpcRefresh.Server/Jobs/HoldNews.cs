namespace GrpcRefresh.Server.Jobs;

/// <summary>The lanes of one site that were held or released since the reader last looked.</summary>
internal sealed class HoldNews(SiteKey site, Action<HoldNews> closed) : IDisposable
{
    private readonly Lock _gate = new();
    private HashSet<Lane> _lanes = [];
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when there is something to take.</summary>
    public Task Arrived
    {
        get
        {
            lock (_gate)
            {
                return _arrived.Task;
            }
        }
    }

    public void Post(IReadOnlyCollection<Lane> lanes)
    {
        lock (_gate)
        {
            _lanes.UnionWith(lanes.Where(lane => lane.Site == site));
            if (_lanes.Count > 0)
            {
                _arrived.TrySetResult();
            }
        }
    }

    public IReadOnlyCollection<Lane> Take()
    {
        lock (_gate)
        {
            if (_lanes.Count == 0)
            {
                return [];
            }

            var taken = _lanes;
            _lanes = [];
            _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return taken;
        }
    }

    public void Dispose() => closed(this);
}
