using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>Settles a job whose outcome Tableau does not tell, because it has forgotten the job or refuses: never assumed good.</summary>
internal sealed class VanishedJobs(SiteContext context)
{
    /// <param name="row">The job's row in Tableau's list, if it is still there.</param>
    public async Task SettleAsync(JobRecord job, TableauJobSummary? row)
    {
        var refreshedAt = row is not null && JobOutcome.HasEnded(row) ? null : await LastExtractUpdateAsync(job);
        await context.ChangeAsync(job.JobId, current => Settle(current, row, refreshedAt));
    }

    private JobRecord Settle(JobRecord job, TableauJobSummary? row, DateTimeOffset? refreshedAt)
    {
        if (!JobStates.IsTracked(job.State))
        {
            return job;
        }

        if (row is not null && JobOutcome.SettleByRow(job, row, context.Now) is { } settled)
        {
            return settled;
        }

        var begun = (job.Drive.AcceptedAt ?? job.CreateTime) + context.Site.ClockOffset;
        if (refreshedAt >= begun)
        {
            return JobEndings.Succeeded(
                job.WithNotes([$"Tableau does not tell how the job ended; its content is fresh as of {refreshedAt:yyyy-MM-ddTHH:mm:ssZ}."]), refreshedAt.Value);
        }

        if (job.Drive.MissingSince is not { } since)
        {
            return job with { Drive = job.Drive with { MissingSince = context.Now } };
        }

        return context.Now - since >= context.Options.UnknownAfter
            ? JobEndings.Unknown(job, context.Now, "Tableau does not tell how the job ended, and its content shows no refresh since the job was accepted.")
            : job;
    }

    private async Task<DateTimeOffset?> LastExtractUpdateAsync(JobRecord job)
    {
        try
        {
            await context.DemandFreshEpochAsync();
            return await context.Site.GetLastExtractUpdateAsync(job.Item.Type, job.Item.Luid, CancellationToken.None);
        }
        catch (TableauException)
        {
            // The metadata API is optional, and it lags: no word from it proves nothing.
            return null;
        }
    }
}
