using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace GrpcRefresh.Server.Rpc.Errors;

/// <summary>Ends a gRPC call that never reached the runtime: status and details stand in the headers, and nothing follows.</summary>
internal static class TrailersOnly
{
    public static Task WriteAsync(HttpResponse response, RpcException refusal)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/grpc";
        response.Headers["grpc-status"] = ((int)refusal.StatusCode).ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = Uri.EscapeDataString(refusal.Status.Detail);
        foreach (var detail in refusal.Trailers.Where(trailer => trailer.IsBinary))
        {
            response.Headers[detail.Key] = Convert.ToBase64String(detail.ValueBytes).TrimEnd('=');
        }

        return response.CompleteAsync();
    }
}
