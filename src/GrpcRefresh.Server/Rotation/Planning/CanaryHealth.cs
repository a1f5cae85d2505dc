using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rotation.Planning;

/// <summary>Finds out which items are healthy enough to judge a secret by: what this service saw of them, and what Tableau tells.</summary>
internal sealed class CanaryHealth(TableauSites sites, JobStore store, IOptions<RotationOptions> options, TimeProvider time)
{
    /// <summary>Asks once for each site which of its scheduled refreshes fail at present.</summary>
    public async Task<CanaryExamination> ExamineAsync(IEnumerable<SiteKey> keys, OldSecret oldSecret, CancellationToken ct)
    {
        var failing = new Dictionary<(SiteKey, string), int>();
        // With a dead secret everything fails since it died; what counts is that it worked before.
        foreach (var key in oldSecret == OldSecret.Dead ? [] : keys)
        {
            try
            {
                foreach (var task in await sites.Get(key).ListExtractTasksAsync(ct))
                {
                    failing[(key, task.ItemLuid)] = Math.Max(failing.GetValueOrDefault((key, task.ItemLuid)), task.ConsecutiveFailures);
                }
            }
            catch (TableauException)
            {
                // Tasks that cannot be listed tell nothing against an item.
            }
        }

        return new CanaryExamination(sites, store, failing, oldSecret, options.Value.CanaryMaxAge, time);
    }
}
