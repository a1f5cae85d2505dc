namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>
/// The bell of one site: rung when somebody has heard that a refresh began or ended, answered by the site's tracker. However often it
/// is rung meanwhile, the tracker comes once.
/// </summary>
internal sealed class SiteWake
{
    private const int MaxRemembered = 1_000;

    private readonly Lock _gate = new();
    private HashSet<string> _luids = new(StringComparer.OrdinalIgnoreCase);
    private TaskCompletionSource _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when there is something to take.</summary>
    public Task Rung
    {
        get
        {
            lock (_gate)
            {
                return _rung.Task;
            }
        }
    }

    /// <summary>Beyond the bound the rest is forgotten: who is told of so many comes anyway.</summary>
    public void Ring(string luid)
    {
        lock (_gate)
        {
            if (_luids.Count < MaxRemembered && _luids.Add(luid))
            {
                _rung.TrySetResult();
            }
        }
    }

    /// <summary>The content it was rung for since it was last asked.</summary>
    public IReadOnlyCollection<string> Take()
    {
        lock (_gate)
        {
            if (_luids.Count == 0)
            {
                return [];
            }

            var taken = _luids;
            _luids = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            _rung = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return taken;
        }
    }
}
