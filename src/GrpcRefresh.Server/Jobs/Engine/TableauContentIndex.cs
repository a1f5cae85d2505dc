using System.Collections.Concurrent;
using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>Which content a Tableau job refreshes: the list of jobs does not say, so each is asked once.</summary>
internal sealed class TableauContentIndex(SiteContext context)
{
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<string, string> _others = [];

    /// <summary>The Tableau job if it refreshes that job's content, and is not otherwise known here; else null.</summary>
    public async Task<TableauJob?> JobOfAsync(string tableauJobId, JobRecord job)
    {
        if (_others.TryGetValue(tableauJobId, out var luid) && luid != job.Item.Luid)
        {
            return null;
        }

        await context.DemandFreshEpochAsync();
        var answer = await context.Site.GetJobAsync(tableauJobId, CancellationToken.None);
        if (answer.ContentLuid == job.Item.Luid)
        {
            return answer;
        }

        if (_others.Count >= MaxRemembered)
        {
            _others.Clear();
        }

        _others[tableauJobId] = answer.ContentLuid ?? "";
        return null;
    }
}
