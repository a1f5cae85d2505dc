using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using GrpcRefresh.Server.Gateway.Answers;

namespace GrpcRefresh.Server.Gateway.Calls;

/// <summary>One request, a stream of answers.</summary>
internal sealed class StreamMethod<TRequest, TResponse>(MethodDescriptor descriptor, ServerStreamingServerMethod<TRequest, TResponse> method, TimeProvider time)
    : GatewayMethod(descriptor)
    where TRequest : class
    where TResponse : class
{
    /// <summary>How long the status may wait for the first message: a refusal that comes sooner still gets one of its own.</summary>
    private static readonly TimeSpan HeldBack = TimeSpan.FromSeconds(1);

    private readonly StreamShape _shape = StreamShape.Of(descriptor);

    public override FieldDescriptor? ResumeField => _shape.ResumeField;

    public override async Task AnswerAsync(IMessage request, GatewayCall call)
    {
        using var answer = new StreamAnswer<TResponse>(call.Http, StreamFormat.For(call.Http.Request, _shape));
        var running = method((TRequest)request, answer, call);

        // What keeps the answer from beginning, the method meets as well.
        await BeginInTimeAsync(running, answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await running;
        }
        catch (RpcException refusal) when (answer.HasBegun)
        {
            await answer.FailAsync(refusal);
            return;
        }

        await answer.EndAsync(isResumed: _shape.IsResumed(request));
    }

    private async Task BeginInTimeAsync(Task running, StreamAnswer<TResponse> answer)
    {
        try
        {
            await Task.WhenAny(running, answer.Begun).WaitAsync(HeldBack, time);
        }
        catch (TimeoutException)
        {
            await answer.BeginAsync();
        }
    }
}
