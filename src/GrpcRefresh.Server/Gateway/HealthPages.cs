using Grpc.Health.V1;
using GrpcRefresh.Server.Gateway.Routing;
using GrpcRefresh.Server.Rpc.Health;
using Microsoft.AspNetCore.Http;

namespace GrpcRefresh.Server.Gateway;

/// <summary>What an orchestrator asks, without a credential: whether the process lives, and whether it takes calls. Tableau has no say in it.</summary>
internal sealed class HealthPages(ServingState state)
{
    private const string Live = "/healthz/live";
    private const string Ready = "/healthz/ready";

    /// <returns>Null when something else was asked.</returns>
    public Task? Answer(HttpContext http) =>
        !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method) ? null : RawTarget.Of(http).Path switch
        {
            Live => WriteAsync(http.Response, StatusCodes.Status200OK, "ok"),
            Ready when state.Now == HealthCheckResponse.Types.ServingStatus.Serving => WriteAsync(http.Response, StatusCodes.Status200OK, "ok"),
            Ready => WriteAsync(http.Response, StatusCodes.Status503ServiceUnavailable, "not ready"),
            _ => null,
        };

    private static Task WriteAsync(HttpResponse response, int status, string text)
    {
        response.StatusCode = status;
        response.ContentType = "text/plain";
        return response.WriteAsync(text);
    }
}
