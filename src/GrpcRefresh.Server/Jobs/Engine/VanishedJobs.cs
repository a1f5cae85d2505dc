using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>Settles a job whose outcome Tableau does not tell, because it has forgotten the job or refuses: never assumed good.</summary>
internal sealed class VanishedJobs(SiteContext context, ExtractFreshness freshness)
{
    /// <param name="row">The job's row in Tableau's list, if it is still there.</param>
    public async Task SettleAsync(JobRecord job, TableauJobSummary? row)
    {
        // A row tells the end, except of what Bridge may merely have accepted.
        var told = row is not null && JobOutcome.HasEnded(row) && !BridgeJobs.IsBridged(job, row);
        var refreshedAt = told ? null : await freshness.SinceAcceptedAsync(job);
        await context.ChangeAsync(job.JobId, current => Settle(current, row, refreshedAt));
    }

    private JobRecord Settle(JobRecord job, TableauJobSummary? row, DateTimeOffset? refreshedAt)
    {
        if (!JobStates.IsTracked(job.State))
        {
            return job;
        }

        if (row is not null && !(row.Status == "Success" && BridgeJobs.IsBridged(job, row)) && JobOutcome.SettleByRow(job, row, context.Now) is { } settled)
        {
            return settled;
        }

        if (refreshedAt is { } fresh)
        {
            return JobEndings.Succeeded(job.WithNotes([$"Tableau does not tell how the job ended; its content is fresh as of {fresh:yyyy-MM-ddTHH:mm:ssZ}."]), fresh);
        }

        if (job.Drive.MissingSince is not { } since)
        {
            return job with { Drive = job.Drive with { MissingSince = context.Now } };
        }

        return context.Now - since >= context.Options.UnknownAfter
            ? JobEndings.Unknown(job, context.Now, "Tableau does not tell how the job ended, and its content shows no refresh since the job was accepted.")
            : job;
    }
}
