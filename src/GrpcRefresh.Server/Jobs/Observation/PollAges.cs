using System.Collections.Concurrent;

namespace GrpcRefresh.Server.Jobs.Observation;

/// <summary>Since when each site has not been asked about its jobs with success, while there are jobs to ask about.</summary>
internal sealed class PollAges(TimeProvider time)
{
    private readonly ConcurrentDictionary<SiteKey, long> _since = new();

    /// <summary>There are jobs to ask about; the age counts from the first time that this is said.</summary>
    public void Want(SiteKey site) => _since.TryAdd(site, time.GetTimestamp());

    /// <summary>There is nothing to ask about.</summary>
    public void Rest(SiteKey site) => _since.TryRemove(site, out _);

    public void Succeed(SiteKey site)
    {
        // Not for a site that has come to rest meanwhile.
        if (_since.TryGetValue(site, out var since))
        {
            _since.TryUpdate(site, time.GetTimestamp(), since);
        }
    }

    public IEnumerable<(SiteKey Site, TimeSpan Age)> Read() => _since.Select(entry => (entry.Key, time.GetElapsedTime(entry.Value)));
}
