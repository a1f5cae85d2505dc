using GrpcRefresh.Server.Tableau;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>Whether content was refreshed since a job was accepted, by the metadata API: proof that does not hang on Tableau's job.</summary>
internal sealed class ExtractFreshness(SiteContext context)
{
    /// <summary>When the extract changed last, if that was after Tableau accepted the job; otherwise null, which proves nothing.</summary>
    public async Task<DateTimeOffset?> SinceAcceptedAsync(JobRecord job)
    {
        try
        {
            await context.DemandFreshEpochAsync();
            var updated = await context.Site.GetLastExtractUpdateAsync(job.Item.Type, job.Item.Luid, CancellationToken.None);
            return updated >= (job.Drive.AcceptedAt ?? job.CreateTime) + context.Site.ClockOffset ? updated : null;
        }
        catch (TableauException)
        {
            // The metadata API is optional, and it lags: no word from it proves nothing.
            return null;
        }
    }
}
