using System.Reflection;
using Grpc.Core;
using Xunit;

namespace GrpcRefresh.Tests.Compat;

/// <summary>Uses all that <c>every_shape.proto</c> is compiled to, and so every member that generated code uses.</summary>
public sealed class GeneratedCodeTests
{
    private readonly RecordingCallInvoker _invoker = new();
    private readonly Note _note = new() { Text = "hello" };

    [Fact]
    public async Task A_generated_client_calls_each_method_by_its_shape()
    {
        var client = new EveryShape.EveryShapeClient(_invoker);

        Assert.Same(_note, client.Unary(_note));
        Assert.Same(_note, await client.UnaryAsync(_note));
        using var up = client.ClientStreaming();
        using var down = client.ServerStreaming(_note);
        using var both = client.DuplexStreaming();

        Assert.Equal(
            [
                (MethodType.Unary, "/grpcrefresh.tests.compat.EveryShape/Unary"),
                (MethodType.Unary, "/grpcrefresh.tests.compat.EveryShape/Unary"),
                (MethodType.ClientStreaming, "/grpcrefresh.tests.compat.EveryShape/ClientStreaming"),
                (MethodType.ServerStreaming, "/grpcrefresh.tests.compat.EveryShape/ServerStreaming"),
                (MethodType.DuplexStreaming, "/grpcrefresh.tests.compat.EveryShape/DuplexStreaming"),
            ],
            _invoker.Calls.Select(call => (call.Type, call.Method)));
    }

    [Fact]
    public async Task A_generated_client_passes_headers_deadline_and_token_on()
    {
        var headers = new Metadata { { "step", "one" } };
        using var source = new CancellationTokenSource();

        await new EveryShape.EveryShapeClient(_invoker).UnaryAsync(_note, headers, DateTime.MaxValue, source.Token);

        var options = Assert.Single(_invoker.Calls).Options;
        Assert.Same(headers, options.Headers);
        Assert.Equal(DateTime.MaxValue, options.Deadline);
        Assert.Equal(source.Token, options.CancellationToken);
    }

    [Fact]
    public async Task A_generated_client_makes_another_for_a_host()
    {
        var client = new EveryShape.EveryShapeClient(_invoker);

        await client.WithHost("other.example").UnaryAsync(_note);
        await client.UnaryAsync(_note);

        Assert.Equal(["other.example", null], _invoker.Calls.Select(call => call.Host));
    }

    [Fact]
    public void A_generated_client_without_an_invoker_makes_no_calls() =>
        Assert.Throws<NotImplementedException>(() => new Double().Unary(_note));

    [Fact]
    public void A_generated_service_binds_each_method_by_its_shape()
    {
        var binder = new RecordingServiceBinder();

        EveryShape.BindService(binder, new Service());

        Assert.Equal(_bound, binder.Methods);
    }

    [Fact]
    public void A_generated_service_binds_without_an_implementation()
    {
        var binder = new RecordingServiceBinder();

        EveryShape.BindService(binder, null);

        Assert.Equal(_bound.Select(method => (method.Name, (Type?)null)), binder.Methods);
    }

    [Fact]
    public void A_service_definition_gives_its_methods_to_a_binder()
    {
        var binder = new RecordingServiceBinder();

        EveryShape.BindService(new Service()).BindService(binder);

        Assert.Equal(_bound, binder.Methods);
    }

    [Fact]
    public void A_generated_base_class_names_the_method_that_binds_it()
    {
        var attribute = typeof(Service).GetCustomAttribute<BindServiceMethodAttribute>()!;

        Assert.Equal(typeof(EveryShape), attribute.BindType);
        Assert.Equal("BindService", attribute.BindMethodName);
    }

    [Fact]
    public async Task A_generated_method_that_is_not_overridden_is_unimplemented()
    {
        var exception = await Assert.ThrowsAsync<RpcException>(() => new Service().Unary(_note, null!));

        Assert.Equal(StatusCode.Unimplemented, exception.StatusCode);
    }

    private static readonly (string Name, Type? Handler)[] _bound =
    [
        ("Unary", typeof(UnaryServerMethod<,>)),
        ("ClientStreaming", typeof(ClientStreamingServerMethod<,>)),
        ("ServerStreaming", typeof(ServerStreamingServerMethod<,>)),
        ("DuplexStreaming", typeof(DuplexStreamingServerMethod<,>)),
    ];

    private sealed class Service : EveryShape.EveryShapeBase;

    private sealed class Double : EveryShape.EveryShapeClient;
}
