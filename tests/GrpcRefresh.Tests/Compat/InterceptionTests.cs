using Grpc.Core;
using Grpc.Core.Interceptors;
using Xunit;

namespace GrpcRefresh.Tests.Compat;

public sealed class InterceptionTests
{
    private readonly RecordingCallInvoker _invoker = new();
    private readonly List<string> _seen = [];
    private readonly Note _note = new() { Text = "hello" };

    [Fact]
    public async Task The_first_interceptor_sees_a_call_first()
    {
        var client = Client(_invoker.Intercept(new Observer("a", _seen), new Observer("b", _seen)));

        await client.UnaryAsync(_note);

        Assert.Equal(["a", "b"], _seen);
    }

    [Fact]
    public async Task An_interceptor_put_in_front_later_sees_a_call_earlier()
    {
        var client = Client(_invoker.Intercept(new Observer("a", _seen)).Intercept(new Observer("b", _seen)));

        await client.UnaryAsync(_note);

        Assert.Equal(["b", "a"], _seen);
    }

    [Fact]
    public async Task A_channel_can_be_intercepted()
    {
        var client = Client(new RecordingChannel(_invoker).Intercept(new Observer("a", _seen)));

        await client.UnaryAsync(_note);

        Assert.Equal(["a"], _seen);
        Assert.Single(_invoker.Calls);
    }

    [Fact]
    public async Task A_function_rewrites_the_headers_of_every_shape_of_call()
    {
        var client = Client(_invoker.Intercept(headers =>
        {
            headers.Add("caller", "tests");
            return headers;
        }));

        client.Unary(_note);
        await client.UnaryAsync(_note);
        client.ClientStreaming().Dispose();
        client.ServerStreaming(_note).Dispose();
        client.DuplexStreaming().Dispose();

        Assert.Equal(5, _invoker.Calls.Count);
        Assert.All(_invoker.Calls, call => Assert.Equal("tests", call.Options.Headers?.GetValue("caller")));
    }

    [Fact]
    public void An_interceptor_that_overrides_nothing_changes_nothing()
    {
        var client = Client(_invoker.Intercept(new Silent()));

        Assert.Same(_note, client.Unary(_note));
        Assert.Null(Assert.Single(_invoker.Calls).Options.Headers);
    }

    [Fact]
    public async Task An_interceptor_passes_every_shape_of_call_on_to_the_server_method()
    {
        var interceptor = new Silent();
        var requests = new ListReader<Note>();

        await interceptor.UnaryServerHandler<Note, Note>(_note, null!, (_, _) => Saw("unary"));
        await interceptor.ClientStreamingServerHandler<Note, Note>(requests, null!, (_, _) => Saw("up"));
        await interceptor.ServerStreamingServerHandler<Note, Note>(_note, null!, null!, (_, _, _) => Saw("down"));
        await interceptor.DuplexStreamingServerHandler<Note, Note>(requests, null!, null!, (_, _, _) => Saw("both"));

        Assert.Equal(["unary", "up", "down", "both"], _seen);
    }

    private static EveryShape.EveryShapeClient Client(CallInvoker invoker) => new(invoker);

    private Task<Note> Saw(string shape)
    {
        _seen.Add(shape);
        return Task.FromResult(_note);
    }

    private sealed class Silent : Interceptor;

    private sealed class Observer(string name, List<string> seen) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            seen.Add(name);
            return continuation(request, context);
        }
    }

    private sealed class RecordingChannel(CallInvoker invoker) : ChannelBase("recording")
    {
        public override CallInvoker CreateCallInvoker() => invoker;
    }
}
