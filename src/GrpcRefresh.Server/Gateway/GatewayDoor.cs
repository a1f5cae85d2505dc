using Grpc.Core;
using GrpcRefresh.Server.Gateway.Answers;
using GrpcRefresh.Server.Gateway.Calls;
using GrpcRefresh.Server.Rpc.Errors;
using Microsoft.AspNetCore.Http;

namespace GrpcRefresh.Server.Gateway;

/// <summary>Takes a request in, and answers it whatever happens.</summary>
internal sealed class GatewayDoor(
    HealthPages health, GatewayDoorkeeper doorkeeper, RequestSeats seats, GatewayRoutes routes, CallFailures failures, ILogger<GatewayDoor> logger)
{
    private static readonly Func<ILogger, string, IDisposable?> Scope = LoggerMessage.DefineScope<string>("Request {RequestId}");

    public async Task AnswerAsync(HttpContext http)
    {
        using var scope = Scope(logger, RequestIds.Give(http));
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        await (health.Answer(http) ?? AnswerAsync(new GatewayCall(http)));
    }

    private async Task AnswerAsync(GatewayCall call)
    {
        try
        {
            await doorkeeper.AdmitAsync(call.Http);
            await AnswerCallerAsync(call);
        }
        catch (Exception exception)
        {
            // The top of the call, as the runtime is at the gRPC door: a fault is logged and told without its details.
            await RefuseAsync(call, exception as RpcException ?? failures.Translate(exception, call, request: null));
        }
    }

    private async Task AnswerCallerAsync(GatewayCall call)
    {
        seats.Take();
        try
        {
            await routes.AnswerAsync(call);
        }
        finally
        {
            seats.Leave();
        }
    }

    private static async Task RefuseAsync(GatewayCall call, RpcException refusal)
    {
        if (call.Http.Response.HasStarted)
        {
            // Too late to say anything: the broken connection does.
            call.Http.Abort();
        }
        else if (!call.CancellationToken.IsCancellationRequested)
        {
            await ErrorAnswer.WriteAsync(call, refusal);
        }
    }
}
