using System.Collections.Concurrent;
using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>The bells of all sites. Hearsay rings them; what is true is still asked of Tableau.</summary>
internal sealed class SiteWakes(TableauSites sites)
{
    private readonly ConcurrentDictionary<SiteKey, SiteWake> _wakes = new();

    public SiteWake Of(SiteKey site) => _wakes.GetOrAdd(site, _ => new SiteWake());

    /// <summary>
    /// Wakes the tracker of the site that Tableau knows by that id, in case it waits for that content. False for a site that is
    /// not ours, or on which the service has not signed in yet: then there is nothing to wake.
    /// </summary>
    public bool Ring(string siteLuid, string contentLuid)
    {
        if (sites.All.FirstOrDefault(site => siteLuid.Equals(site.Luid, StringComparison.OrdinalIgnoreCase)) is not { } site)
        {
            return false;
        }

        Of(site.Key).Ring(contentLuid);
        return true;
    }
}
