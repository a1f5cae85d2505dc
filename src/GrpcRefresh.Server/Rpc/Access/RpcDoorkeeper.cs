using GrpcRefresh.Server.Callers;
using GrpcRefresh.Server.Listening;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.Server.Telemetry;
using Microsoft.AspNetCore.Http;

namespace GrpcRefresh.Server.Rpc.Access;

/// <summary>
/// Asks who calls before anything is read or looked up, so that a stranger learns not even which methods there are.
/// </summary>
internal sealed class RpcDoorkeeper(CallerAuthenticator authenticator, RpcMeasures measures)
{
    public async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.Value != MethodRoles.OpenToStrangers || context.Request.Headers.Authorization.Count > 0)
        {
            try
            {
                var caller = await authenticator.AuthenticateAsync(
                    context.Request.Headers.Authorization, context.Connection.RemoteIpAddress, context.RequestAborted);
                context.Features.Set(new CallerFeature(caller));
            }
            catch (RefusedException refused)
            {
                measures.Refused(Door.Rpc, refused.Failure.Reason);
                await TrailersOnly.WriteAsync(context.Response, Refusal.Of(refused.Failure));
                return;
            }
        }

        await next(context);
    }
}
