using Grpc.Core;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Rpc.Requests;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc;

/// <summary>The gRPC door of connections and their credentials.</summary>
internal sealed class CredentialServiceRpc(ConnectionListing connections, PageFit fit) : CredentialService.CredentialServiceBase
{
    public override Task<ListConnectionsResponse> ListConnections(ListConnectionsRequest request, ServerCallContext context)
    {
        var (query, allConnectionTypes, pageSize, pageToken) = ConnectionRequests.Read(request);
        return fit.ReadAsync(pageSize, ReadAsync, page => page.Connections.Count);

        async Task<ListConnectionsResponse> ReadAsync(int size) => ConnectionMessages.Of(
            await connections.ListAsync(query, allConnectionTypes, size, pageToken, context.CancellationToken));
    }
}
