using System.Collections.Concurrent;
using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>What was learnt about one of Tableau's jobs.</summary>
/// <param name="Job">The job, if it refreshes the content asked about.</param>
/// <param name="IsReadable">Whether Tableau tells about that job at all.</param>
internal sealed record Sighting(TableauJob? Job, bool IsReadable);

/// <summary>Which content a Tableau job refreshes: the list of jobs does not say, so each is asked once.</summary>
internal sealed class TableauContentIndex(SiteContext context)
{
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<string, string> _others = [];

    public async Task<Sighting> LookAsync(string tableauJobId, JobRecord job)
    {
        if (_others.TryGetValue(tableauJobId, out var luid) && luid != job.Item.Luid)
        {
            return new Sighting(null, IsReadable: true);
        }

        try
        {
            await context.DemandFreshEpochAsync();
            var answer = await context.Site.GetJobAsync(tableauJobId, CancellationToken.None);
            if (answer.ContentLuid == job.Item.Luid)
            {
                return new Sighting(answer, IsReadable: true);
            }

            Remember(tableauJobId, answer.ContentLuid ?? "");
            return new Sighting(null, IsReadable: true);
        }
        catch (TableauException e) when (e.Kind is TableauErrorKind.NotFound or TableauErrorKind.JobNotQueryable or TableauErrorKind.Forbidden or TableauErrorKind.Refused)
        {
            return new Sighting(null, IsReadable: false);
        }
    }

    private void Remember(string tableauJobId, string luid)
    {
        if (_others.Count >= MaxRemembered)
        {
            _others.Clear();
        }

        _others[tableauJobId] = luid;
    }
}
