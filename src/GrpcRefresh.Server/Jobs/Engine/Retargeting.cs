using GrpcRefresh.Server.Catalog;

namespace GrpcRefresh.Server.Jobs.Engine;

/// <summary>Content may have been published anew under the same name: after a 404 it is looked up once more, and only once.</summary>
internal sealed class Retargeting(SiteContext context, ResourceCatalog catalog)
{
    /// <summary>Whether the job was given other content, or must wait for a place in its line; otherwise the 404 stands.</summary>
    public async Task<bool> TryAsync(JobRecord job)
    {
        if (job.Drive.Retargeted || job.Drive.Reference is not { Luid: null } reference)
        {
            return false;
        }

        try
        {
            var item = await catalog.ReResolveAsync(job.Item, reference, CancellationToken.None);
            return item.Luid != job.Item.Luid && await context.MoveAsync(job.JobId, item);
        }
        catch (RefusedException)
        {
            // The name means nothing any more either.
            return false;
        }
    }
}
