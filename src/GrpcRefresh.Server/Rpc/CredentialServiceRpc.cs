using Grpc.Core;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Rotation;
using GrpcRefresh.Server.Rpc.Access;
using GrpcRefresh.Server.Rpc.Requests;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rpc;

/// <summary>The gRPC door of connections and their credentials.</summary>
internal sealed class CredentialServiceRpc(
    ConnectionListing connections, RotationDesk desk, RotationStore rotations, JobReader jobs, PageFit fit, Drain drain, IOptions<RotationOptions> options) : CredentialService.CredentialServiceBase
{
    public override Task<ListConnectionsResponse> ListConnections(ListConnectionsRequest request, ServerCallContext context)
    {
        var (query, allConnectionTypes, pageSize, pageToken) = ConnectionRequests.Read(request);
        return fit.ReadAsync(pageSize, ReadAsync, page => page.Connections.Count);

        async Task<ListConnectionsResponse> ReadAsync(int size) => ConnectionMessages.Of(
            await connections.ListAsync(query, allConnectionTypes, size, pageToken, context.Caller(), context.CancellationToken));
    }

    public override async Task<RotateConnectionCredentialsResponse> RotateConnectionCredentials(
        RotateConnectionCredentialsRequest request, ServerCallContext context)
    {
        drain.ThrowIfDraining();
        var receipt = await desk.SubmitAsync(RotationRequests.Read(request, context.Caller(), options.Value.Tokens.Overlap), context.CancellationToken);
        var response = new RotateConnectionCredentialsResponse { Job = JobMessages.Of(receipt.Job), Plan = RotationPlanMessages.Of(receipt.Plan) };
        // A rotation that is recorded must be answered, however many steps it has.
        fit.Shorten(response, () => RotationPlanMessages.Halve(response.Plan));
        return response;
    }

    public override Task<ListRotationStepsResponse> ListRotationSteps(ListRotationStepsRequest request, ServerCallContext context)
    {
        var (jobId, states, pageSize, after) = RotationRequests.Read(request);
        return fit.ReadAsync(pageSize, ReadAsync, page => page.Steps.Count);

        async Task<ListRotationStepsResponse> ReadAsync(int size)
        {
            await jobs.GetAsync(jobId, context.Caller(), context.CancellationToken);
            // One more than asked for tells whether there is another page.
            var steps = await rotations.StepsAsync(jobId, states, after, size + 1, context.CancellationToken);
            var page = new ListRotationStepsResponse { Steps = { steps.Take(size).Select(RotationMessages.StepOf) } };
            page.NextPageToken = steps.Count > size ? $"{page.Steps[^1].Number}" : "";
            return page;
        }
    }
}
