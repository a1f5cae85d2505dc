using Grpc.Core;
using GrpcRefresh.Server.Gateway.Answers;
using GrpcRefresh.Server.Gateway.Calls;
using GrpcRefresh.Server.Rpc.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Gateway;

/// <summary>Takes a request in, and answers it whatever happens.</summary>
internal sealed class GatewayDoor(
    HealthPages health, GatewayDoorkeeper doorkeeper, GatewayRoutes routes, CallFailures failures, IOptions<GatewayOptions> options, ILogger<GatewayDoor> logger)
{
    private static readonly Func<ILogger, string, IDisposable?> Scope = LoggerMessage.DefineScope<string>("Request {RequestId}");

    private readonly Places _places = new(
        options.Value.MaxConcurrentRequests,
        $"{GatewayOptions.Section}:{nameof(GatewayOptions.MaxConcurrentRequests)}",
        $"{options.Value.MaxConcurrentRequests} requests are being answered by the gateway, which is the most.",
        TimeSpan.FromSeconds(1));

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
        _places.Take();
        try
        {
            await routes.AnswerAsync(call);
        }
        finally
        {
            _places.Leave();
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
