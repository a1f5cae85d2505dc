using Grpc.Core;

namespace GrpcRefresh.Tests.Compat;

/// <summary>Makes no calls but remembers which were asked for; the request comes back as the response.</summary>
internal sealed class RecordingCallInvoker : CallInvoker
{
    public List<RecordedCall> Calls { get; } = [];

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        Record(method, host, options);
        return Echo<TResponse>(request);
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        Record(method, host, options);
        return new(Task.FromResult(Echo<TResponse>(request)), Headers, Status, Trailers, () => { });
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        Record(method, host, options);
        return new(new ListReader<TResponse>(Echo<TResponse>(request)), Headers, Status, Trailers, () => { });
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        Record(method, host, options);
        return new(new ListWriter<TRequest>(), Task.FromResult<TResponse>(null!), Headers, Status, Trailers, () => { });
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        Record(method, host, options);
        return new(new ListWriter<TRequest>(), new ListReader<TResponse>(), Headers, Status, Trailers, () => { });
    }

    private static Task<Metadata> Headers => Task.FromResult(new Metadata());

    private static Status Status() => Grpc.Core.Status.DefaultSuccess;

    private static Metadata Trailers() => [];

    private static TResponse Echo<TResponse>(object request) => (TResponse)request;

    private void Record(IMethod method, string? host, CallOptions options) =>
        Calls.Add(new RecordedCall(method.Type, method.FullName, host, options));
}
