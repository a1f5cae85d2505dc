using Google.Protobuf.Reflection;
using Grpc.Core;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace GrpcRefresh.Server.Gateway.Calls;

/// <summary>Takes the methods of a service from its generated code, typed delegates and all.</summary>
internal sealed class MethodCollector(ServiceDescriptor service, InterceptorChain chain, TimeProvider time) : ServiceBinderBase
{
    private readonly List<GatewayMethod> _methods = [];

    public IReadOnlyList<GatewayMethod> Methods => _methods;

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
        _methods.Add(new UnaryMethod<TRequest, TResponse>(Described(method), chain.Before(handler!)));

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
        _methods.Add(new StreamMethod<TRequest, TResponse>(Described(method), chain.Before(handler!), time));

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
        throw CallerStreams(method);

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
        throw CallerStreams(method);

    private static NotSupportedException CallerStreams(IMethod method) => new($"{method.FullName} takes a stream, which HTTP cannot send as JSON.");

    private MethodDescriptor Described(IMethod method) => service.FindMethodByName(method.Name);
}
