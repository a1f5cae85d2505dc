using Grpc.Core;

namespace GrpcRefresh.Tests.Compat;

/// <summary>Remembers which methods were added, each with the kind of its handler.</summary>
internal sealed class RecordingServiceBinder : ServiceBinderBase
{
    public List<(string Name, Type? Handler)> Methods { get; } = [];

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) => Record(method, handler);

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) => Record(method, handler);

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) => Record(method, handler);

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) => Record(method, handler);

    private void Record(IMethod method, Delegate? handler) => Methods.Add((method.Name, handler?.GetType().GetGenericTypeDefinition()));
}
