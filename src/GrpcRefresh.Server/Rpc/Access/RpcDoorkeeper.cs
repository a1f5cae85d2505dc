using GrpcRefresh.Server.Callers;
using GrpcRefresh.Server.Listening;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.Server.Security;
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
        try
        {
            if (await FindAsync(context) is { } caller)
            {
                context.Features.Set(new CallerFeature(caller));
            }
        }
        catch (RefusedException refused)
        {
            measures.Refused(Door.Rpc, refused.Failure.Reason);
            await TrailersOnly.WriteAsync(context.Response, Refusal.Of(refused.Failure));
            return;
        }

        await next(context);
    }

    private async ValueTask<Caller?> FindAsync(HttpContext context)
    {
        var (headers, source) = (context.Request.Headers, context.Connection.RemoteIpAddress);
        return context.Request.Path.Value == MethodRoles.OpenToStrangers && headers.Authorization.Count == 0
            ? await authenticator.GreetAsync(source, context.RequestAborted)
            : await authenticator.AuthenticateAsync(headers.Authorization, source, context.RequestAborted);
    }
}
