using Google.Protobuf;
using GrpcRefresh.Server.Gateway.Calls;
using GrpcRefresh.Server.Gateway.Requests;
using GrpcRefresh.Server.Gateway.Routing;
using GrpcRefresh.Server.Rpc;
using GrpcRefresh.V1;
using Microsoft.AspNetCore.Http;

namespace GrpcRefresh.Server.Gateway;

/// <summary>Finds the method that a request calls, reads the request, and runs it.</summary>
internal sealed class GatewayRoutes(RouteTable table, BodyReader bodies)
{
    private const string LastEventId = "Last-Event-ID";

    public async Task AnswerAsync(GatewayCall call)
    {
        var target = RawTarget.Of(call.Http);
        if (target.Path == OpenApiPage.Path && HttpMethods.IsGet(call.Http.Request.Method))
        {
            await OpenApiPage.WriteAsync(call.Http);
            return;
        }

        var path = RawPath.Parse(target.Path);
        var route = path is null ? null : table.Find(call.Http.Request.Method, path);
        if (route is null)
        {
            throw NotFound(call, target, target.Path == OpenApiPage.Path ? [HttpMethods.Get] : path is null ? [] : table.VerbsOf(path));
        }

        call.GoesTo(route.Method);
        var request = route.Requests.Read(path!, target.Query, await ReadBodyAsync(route, call));
        Resume(request, route.Method, call.Http.Request);
        await route.Method.AnswerAsync(request, call);
    }

    private async Task<string> ReadBodyAsync(Route route, GatewayCall call)
    {
        if (route.Requests.TakesBody)
        {
            return await bodies.ReadAsync(call);
        }

        return call.Http.Request.ContentLength is null or 0 && call.Http.Request.Headers.TransferEncoding.Count == 0
            ? ""
            : throw RefusedException.InvalidField("body", "is not taken by this method; give its fields in the query");
    }

    /// <summary>A browser that comes back asks for the same address again, so that its header is newer than the query.</summary>
    private static void Resume(IMessage request, GatewayMethod method, HttpRequest http)
    {
        if (method.ResumeField is { } field && http.Headers[LastEventId].ToString() is { Length: > 0 } token)
        {
            field.Accessor.SetValue(request, token);
        }
    }

    private static RefusedException NotFound(GatewayCall call, RawTarget target, IReadOnlyList<string> verbs)
    {
        if (verbs.Count > 0)
        {
            call.HttpStatus = StatusCodes.Status405MethodNotAllowed;
            call.Http.Response.Headers.Allow = string.Join(", ", verbs);
        }

        return new RefusedException(new Failure(
            ErrorReason.RouteNotFound,
            verbs.Count > 0
                ? $"{target.Path} is called with {string.Join(" or ", verbs)}."
                : $"No method has the path {target.Path}; {OpenApiPage.Path} tells which there are."));
    }
}
