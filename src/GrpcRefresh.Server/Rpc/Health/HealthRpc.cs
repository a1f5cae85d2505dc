using Grpc.Core;
using Grpc.Health.V1;
using GrpcRefresh.Server.Rpc.Access;
using GrpcRefresh.Server.Security;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace GrpcRefresh.Server.Rpc.Health;

/// <summary>grpc.health.v1, written here because its package is not on the feed.</summary>
internal sealed class HealthRpc(ServingState state, ProbeStreams streams, Drain drain) : Grpc.Health.V1.Health.HealthBase
{
    // Empty asks about the server as a whole.
    private static readonly HashSet<string> Known = [.. ServedContracts.All.Select(service => service.FullName), ""];

    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        request.Service.Length > 0 && context.FindCaller() is null ? throw Denial.OfStranger()
        : Known.Contains(request.Service)
            ? Task.FromResult(new HealthCheckResponse { Status = state.Now })
            : throw new RpcException(new Status(StatusCode.NotFound, "There is no such service."));

    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using var seat = streams.Enter(context.Caller());
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, seat.Ended);
        var known = Known.Contains(request.Service);
        ServingStatus? told = null;

        while (true)
        {
            // Read before the state, so that the last word is said before the stream ends.
            var ending = drain.Started.IsCancellationRequested;
            // Listened to before it is read, so that no change falls in between.
            var next = state.NextAsync(over.Token);
            var now = known ? state.Now : ServingStatus.ServiceUnknown;
            if (now != told)
            {
                await responseStream.SendAsync(new HealthCheckResponse { Status = now }, context);
                told = now;
            }

            if (ending)
            {
                // An open watch would hold up the shutdown.
                return;
            }

            try
            {
                await next;
            }
            catch (OperationCanceledException) when (seat.HasEnded)
            {
                throw Denial.OfEndedCredential();
            }
        }
    }
}
