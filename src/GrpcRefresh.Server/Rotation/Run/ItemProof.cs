using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>Refreshes an item through the jobs engine, as any caller would, and waits for the end.</summary>
internal sealed class ItemProof(JobStore store, JobFeed feed, JobsOptions options)
{
    /// <summary>Has a refresh recorded; asked again for the same purpose it answers the same job.</summary>
    public async Task<string> StartAsync(string rotationId, ConnectionRecord connection, string purpose, CancellationToken ct)
    {
        var lane = ItemKey.Of(connection).Lane!.Value;
        var item = new CatalogItem(
            lane.Site, lane.Type, lane.Luid, connection.ItemName, connection.ProjectPath, "", "", connection.HasExtracts, null);
        var request = new JobRequest(
            item,
            new ResourceReference(lane.Type, lane.Site.Server, lane.Site.ContentUrl, lane.Luid, null, null),
            RefreshMode.Full,
            Freshness.AfterRequest,
            RequestIds.Of(rotationId, lane, purpose),
            Fingerprint: $"{rotationId} {purpose}",
            new Dictionary<string, string> { ["rotation"] = rotationId },
            $"rotation {rotationId}",
            OnBehalfOf: null)
        {
            PassesHoldOf = rotationId,
        };
        return (await store.EnrolAsync(request, options.MaxActive, ct)).Job.JobId;
    }

    /// <summary>The refresh as it ended; null when the service no longer has it.</summary>
    public async Task<JobRecord?> EndAsync(string jobId, CancellationToken ct)
    {
        using var mailbox = feed.Open(job => job.JobId == jobId && job.IsEnded, bound: 1);
        if (await store.FindAsync(jobId, ct) is { IsEnded: false })
        {
            await mailbox.Arrived.WaitAsync(ct);
        }

        return await store.FindAsync(jobId, ct);
    }
}
