using Grpc.Core;
using Grpc.Core.Interceptors;
using GrpcRefresh.Server.Rpc;

namespace GrpcRefresh.Server.Gateway.Calls;

/// <summary>Puts before a method what stands before it at the gRPC door.</summary>
internal sealed class InterceptorChain(IServiceProvider services)
{
    private readonly Interceptor[] _fromInside =
        [.. CallInterceptors.InOrder.Reverse().Select(type => (Interceptor)services.GetRequiredService(type))];

    public UnaryServerMethod<TRequest, TResponse> Before<TRequest, TResponse>(UnaryServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class =>
        _fromInside.Aggregate(method, (next, interceptor) => (request, call) => interceptor.UnaryServerHandler(request, call, next));

    public ServerStreamingServerMethod<TRequest, TResponse> Before<TRequest, TResponse>(ServerStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class =>
        _fromInside.Aggregate(method, (next, interceptor) => (request, answer, call) => interceptor.ServerStreamingServerHandler(request, answer, call, next));
}
