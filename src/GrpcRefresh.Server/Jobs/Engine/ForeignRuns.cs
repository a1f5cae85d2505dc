using GrpcRefresh.Server.Tableau;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>A refresh that somebody else started.</summary>
internal sealed record ForeignRun(TableauJob Job, RefreshMode Mode);

/// <summary>Finds the active refresh behind a 409093, which names no job: by the list of jobs, then one by one.</summary>
internal sealed class ForeignRuns(SiteContext context, TableauContentIndex contents)
{
    // Tableau itself ends a run after two hours; a longer look back only costs pages.
    private static readonly TimeSpan LookBack = TimeSpan.FromHours(24);

    /// <summary>The active run of a job's content; null when there is none, or it is hidden from our account.</summary>
    public async Task<ForeignRun?> FindAsync(JobRecord job)
    {
        try
        {
            await context.DemandFreshEpochAsync();
            var rows = await context.Site.ListRefreshJobsAsync(context.Now + context.Site.ClockOffset - LookBack, CancellationToken.None);
            foreach (var row in rows.Where(row => !JobOutcome.HasEnded(row)).OrderByDescending(row => row.Title == job.Item.Name))
            {
                if ((await contents.LookAsync(row.Id, job)).Job is { } found)
                {
                    return new ForeignRun(found, RunModes.Of(row.JobType));
                }
            }
        }
        catch (TableauException)
        {
            // Not visible now: the caller tries again later.
        }

        return null;
    }
}
