using Grpc.Core;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Catalog.Mapping;
using GrpcRefresh.Server.Refresh;
using GrpcRefresh.Server.Rpc.Access;
using GrpcRefresh.Server.Rpc.Requests;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc;

/// <summary>The gRPC door of refreshes and content.</summary>
internal sealed class RefreshServiceRpc(RefreshDesk desk, ScopedCatalog catalog, SyncDesk syncs, PageFit fit, Drain drain) : RefreshService.RefreshServiceBase
{
    public override async Task<RefreshResourceResponse> RefreshResource(RefreshResourceRequest request, ServerCallContext context)
    {
        drain.ThrowIfDraining();
        var receipt = await desk.SubmitAsync(RefreshRequests.Read(request, context.Caller()), context.CancellationToken);
        return new RefreshResourceResponse { Job = JobMessages.Of(receipt.Job), Disposition = receipt.Disposition };
    }

    public override async Task<ResolveResourceResponse> ResolveResource(ResolveResourceRequest request, ServerCallContext context)
    {
        var item = await catalog.ResolveAsync(RefreshRequests.Read(request), context.Caller(), context.CancellationToken);
        return new ResolveResourceResponse { Resource = ResourceMessages.Of(item) };
    }

    public override Task<ListResourcesResponse> ListResources(ListResourcesRequest request, ServerCallContext context)
    {
        var (site, type, nameContains, pageSize, pageToken) = RefreshRequests.Read(request);
        return fit.ReadAsync(pageSize, ReadAsync, page => page.Resources.Count);

        async Task<ListResourcesResponse> ReadAsync(int size)
        {
            var page = await catalog.ListAsync(site, type, nameContains, size, pageToken, context.Caller(), context.CancellationToken);
            return new ListResourcesResponse { Resources = { page.Items.Select(ResourceMessages.Of) }, NextPageToken = page.NextPageToken };
        }
    }

    public override async Task<SyncCatalogResponse> SyncCatalog(SyncCatalogRequest request, ServerCallContext context)
    {
        drain.ThrowIfDraining();
        return SyncMessages.Of(await syncs.RunAsync(RefreshRequests.Read(request, context.Caller()), context.CancellationToken));
    }
}
