using System.Collections.Concurrent;

namespace GrpcRefresh.Server.Jobs;

/// <summary>The content whose refreshes wait in the queue while rotations are at work on it.</summary>
/// <remarks>
/// A hold keeps QUEUED jobs from being submitted; what Tableau was asked for before goes on. Holds are not on disk: the holder
/// knows from its own records what to hold, and holds it again after a restart in <see cref="IHostedLifecycleService.StartingAsync"/>,
/// which the host has done for all services before the first job is submitted.
/// </remarks>
internal sealed class LaneHolds
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Lane, HashSet<string>> _holders = [];
    private readonly Dictionary<string, HashSet<Lane>> _lanes = [];
    private readonly ConcurrentDictionary<HoldNews, bool> _readers = [];

    /// <summary>From the return of this call on no job in these lanes becomes SUBMITTING, except those that pass.</summary>
    public void Hold(string holderJobId, IEnumerable<Lane> lanes) => Change(lanes, lane =>
    {
        var isNew = (_lanes.TryGetValue(holderJobId, out var held) ? held : _lanes[holderJobId] = []).Add(lane);
        return isNew && (_holders.TryGetValue(lane, out var holders) ? holders : _holders[lane] = []).Add(holderJobId);
    });

    /// <summary>Lets the jobs in these lanes go, unless another rotation holds them, too.</summary>
    public void Release(string holderJobId, IEnumerable<Lane> lanes) => Change(lanes, lane =>
    {
        if (!_lanes.TryGetValue(holderJobId, out var held) || !held.Remove(lane))
        {
            return false;
        }

        if (held.Count == 0)
        {
            _lanes.Remove(holderJobId);
        }

        _holders[lane].Remove(holderJobId);
        return _holders[lane].Count > 0 || _holders.Remove(lane);
    });

    public void ReleaseAll(string holderJobId)
    {
        List<Lane> lanes;
        lock (_gate)
        {
            lanes = [.. _lanes.GetValueOrDefault(holderJobId) ?? []];
        }

        Release(holderJobId, lanes);
    }

    /// <summary>Whether nobody holds the job, or each who does has asked for it.</summary>
    public bool LetPass(JobRecord job)
    {
        lock (_gate)
        {
            return !_holders.TryGetValue(job.Lane, out var holders)
                || (job.Drive.PassesHoldsOf is { } passes && holders.All(passes.Contains));
        }
    }

    /// <summary>Listens to what is held and released on a site.</summary>
    public HoldNews Open(SiteKey site)
    {
        var news = new HoldNews(site, closed: reader => _readers.TryRemove(reader, out _));
        _readers[news] = true;
        return news;
    }

    private void Change(IEnumerable<Lane> lanes, Func<Lane, bool> change)
    {
        List<Lane> changed;
        lock (_gate)
        {
            changed = [.. lanes.Where(change)];
        }

        foreach (var reader in _readers.Keys)
        {
            reader.Post(changed);
        }
    }
}
