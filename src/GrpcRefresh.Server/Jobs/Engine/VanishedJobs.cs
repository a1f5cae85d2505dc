using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>Settles a job that Tableau no longer tells about, which is common for finished ones: never assumed good.</summary>
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
            return JobEndings.Succeeded(job.WithNotes([$"Tableau no longer knows the job; its content is fresh as of {fresh:yyyy-MM-ddTHH:mm:ssZ}."]), fresh);
        }

        var since = job.Drive.MissingSince ?? context.Now;
        return context.Now - since >= context.Options.UnknownAfter
            ? JobEndings.Unknown(job, context.Now, "Tableau no longer knows the job, and its content shows no refresh since the job was accepted.")
            : job.Drive.MissingSince is null ? job with { Drive = job.Drive with { MissingSince = since } }
            : job;
    }
}
