using Grpc.Core;

namespace GrpcRefresh.Tests.Client;

/// <summary>A service that answers call after call as the test says, without a connection.</summary>
internal sealed class ScriptedCalls : CallInvoker
{
    private readonly Queue<object> _answers = [];

    /// <summary>Every request that was sent.</summary>
    public List<object> Requests { get; } = [];

    public List<CallOptions> Options { get; } = [];

    /// <summary>The next call is answered with a message, ends with an <see cref="RpcException"/>, or is a <see cref="ScriptedStream{T}"/>.</summary>
    public ScriptedCalls Then(params object[] answers)
    {
        Array.ForEach(answers, _answers.Enqueue);
        return this;
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var response = Take(request, options) switch
        {
            RpcException failure => Task.FromException<TResponse>(failure),
            var answer => Task.FromResult((TResponse)answer),
        };
        return new(response, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var stream = (ScriptedStream<TResponse>)Take(request, options);
        return new(stream, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], stream.Close);
    }

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

    private object Take(object request, CallOptions options)
    {
        Requests.Add(request);
        Options.Add(options);
        if (!_answers.TryDequeue(out var answer))
        {
            throw new InvalidOperationException($"The test did not announce this call: {request}");
        }

        (answer as Late)?.Before();
        return (answer as Late)?.Answer ?? answer;
    }
}
