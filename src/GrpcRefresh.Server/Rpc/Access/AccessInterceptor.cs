using Grpc.Core;
using Grpc.Core.Interceptors;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.Server.Security;
using GrpcRefresh.V1;

namespace GrpcRefresh.Server.Rpc.Access;

/// <summary>Lets a call through to its method if the caller's role is enough. Where the caller may act is for the method to look at.</summary>
internal sealed class AccessInterceptor(DeniedCalls denied) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        Find(context) is { } denial ? RefuseAsync<TResponse>(denial, context) : continuation(request, context);

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Demand(context);
        return continuation(requestStream, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Demand(context);
        return continuation(request, responseStream, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Demand(context);
        return continuation(requestStream, responseStream, context);
    }

    private async Task<TResponse> RefuseAsync<TResponse>(RefusedException denial, ServerCallContext call)
    {
        await denied.RecordAsync(call.Method, call.Caller(), denial.Failure);
        throw denial;
    }

    private static void Demand(ServerCallContext call)
    {
        if (Find(call) is { } denial)
        {
            throw denial;
        }
    }

    private static RefusedException? Find(ServerCallContext call)
    {
        if (call.Method == MethodRoles.OpenToStrangers)
        {
            return null;
        }

        var needs = MethodRoles.Of(call.Method);
        var caller = call.Caller();
        return needs == Role.Unspecified || caller.Role < needs ? Denial.OfRole(caller, needs) : null;
    }
}
