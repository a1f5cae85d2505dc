using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation.Planning;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rotation.Run;

/// <summary>Refreshes an item through the jobs engine, as any caller would, and waits for the end.</summary>
internal sealed class ItemProof(TableauSites sites, JobStore store, JobFeed feed, JobsOptions options)
{
    /// <summary>Has a refresh recorded; asked again for the same purpose it answers the same job.</summary>
    public async Task<string> StartAsync(JobRecord rotation, ConnectionRecord connection, string purpose, CancellationToken ct)
    {
        var lane = ItemKey.Of(connection).Lane!.Value;
        var item = new CatalogItem(
            lane.Site, lane.Type, lane.Luid, connection.ItemName, connection.ProjectPath, "", "", connection.HasExtracts, null);
        var request = new JobRequest(
            item,
            new ResourceReference(lane.Type, lane.Site.Server, lane.Site.ContentUrl, lane.Luid, null, null),
            RefreshMode.Full,
            Freshness.AfterRequest,
            RequestIds.Of(rotation.JobId, lane, purpose),
            Fingerprint: $"{rotation.JobId} {purpose}",
            new Dictionary<string, string> { ["rotation"] = rotation.JobId },
            $"rotation {rotation.JobId}",
            rotation.OnBehalfOf)
        {
            PassesHoldOf = rotation.JobId,
            TraceParent = Traces.Present,
        };
        return (await store.EnrolAsync(request, options.MaxActive, ct)).Job.JobId;
    }

    /// <summary>The refresh as it ended; null when the service no longer has it. Without its site it never ends, and is answered as it stands.</summary>
    public async Task<JobRecord?> EndAsync(string jobId, CancellationToken ct)
    {
        using var mailbox = feed.Open(job => job.JobId == jobId && job.IsEnded, bound: 1);
        if (await store.FindAsync(jobId, ct) is { IsEnded: false } active && sites.Find(active.Item.Site) is not null)
        {
            await mailbox.Arrived.WaitAsync(ct);
        }

        return await store.FindAsync(jobId, ct);
    }
}
