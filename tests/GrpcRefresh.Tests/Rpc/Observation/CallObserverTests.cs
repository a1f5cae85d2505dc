using Grpc.Core;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.Server.Rpc.Observation;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rpc.Observation;

public sealed class CallObserverTests : IDisposable
{
    private const string GetJob = "/grpcrefresh.v1.JobService/GetJob";

    private static readonly RefusedException Refused = new(new Failure(ErrorReason.PermissionDenied, "Not this caller."));

    private readonly Collector _collector = new();
    private readonly ManualTimeProvider _time = new();
    private readonly ScopeLog<CallObserver> _log = new();

    public void Dispose() => _collector.Dispose();

    [Fact]
    public async Task A_call_is_measured_with_its_status()
    {
        var interceptor = Interceptor(new RpcMeasures(_collector.Meter));

        await interceptor.UnaryServerHandler(new GetJobRequest(), new FakeCall(), (_, _) => AnswerAsync(null));
        await Assert.ThrowsAsync<RpcException>(() => interceptor.UnaryServerHandler(new GetJobRequest(), new FakeCall(), (_, _) => AnswerAsync(Refused)));
        await Assert.ThrowsAsync<RpcException>(() => interceptor.UnaryServerHandler(
            new GetJobRequest(), new FakeCall(), (_, _) => AnswerAsync(new RpcException(new Status(StatusCode.NotFound, "")))));

        Assert.Equal(
            [(3, "OK"), (3, "PERMISSION_DENIED"), (3, "NOT_FOUND")],
            _collector.Of(Measures.RpcDuration).Select(call => (call.Value, call.Tags["status"])));
        Assert.Equal("RPC PERMISSION_DENIED", _collector.Only(Measures.CallersRefused));
        Assert.Equal("PERMISSION_DENIED", _collector.Only(Measures.RpcRefusals));
    }

    [Fact]
    public async Task A_stream_is_open_until_it_has_ended_however_that_is()
    {
        var interceptor = Interceptor(new RpcMeasures(_collector.Meter));
        var open = new TaskCompletionSource<GetJobResponse>();
        var stream = interceptor.ServerStreamingServerHandler(new GetJobRequest(), new FakeStream<GetJobResponse>(), new FakeCall(), (_, _, _) => open.Task);
        Assert.Equal([1], _collector.Of(Measures.RpcStreams).Select(change => change.Value));

        open.SetException(Refused);
        await Assert.ThrowsAsync<RpcException>(() => stream);

        Assert.Equal([1, -1], _collector.Of(Measures.RpcStreams).Select(change => change.Value));
        Assert.Equal("PERMISSION_DENIED", Assert.Single(_collector.Of(Measures.RpcDuration)).Tags["status"]);
    }

    [Fact]
    public void While_nobody_listens_nothing_is_made_for_a_stream() => Assert.Null(Observer(Measuring.Rpc).BeginStream(new FakeCall()));

    [Fact]
    public async Task What_is_logged_for_a_call_names_it_and_its_caller()
    {
        await Assert.ThrowsAsync<RpcException>(() => Interceptor(Measuring.Rpc).UnaryServerHandler(new GetJobRequest(), new FakeCall(), (_, _) => AnswerAsync(Refused)));

        Assert.StartsWith($"[{GetJob} by 127.0.0.1] {GetJob} refused", Assert.Single(_log.Lines), StringComparison.Ordinal);
        Assert.Empty(_log.Open);
    }

    [Fact]
    public async Task An_open_stream_holds_no_scope_and_its_last_line_has_one()
    {
        var open = new TaskCompletionSource<GetJobResponse>();
        var stream = Interceptor(Measuring.Rpc).ServerStreamingServerHandler(
            new GetJobRequest(), new FakeStream<GetJobResponse>(), new FakeCall(), (_, _, _) => open.Task);
        Assert.Empty(_log.Open);

        open.SetException(Refused);
        await Assert.ThrowsAsync<RpcException>(() => stream);

        Assert.StartsWith($"[{GetJob} by 127.0.0.1] ", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    private FailureInterceptor Interceptor(RpcMeasures measures) =>
        new(new CallFailures(new Drain(CancellationToken.None), measures, _time, _log.Of<CallFailures>()), Observer(measures));

    private CallObserver Observer(RpcMeasures measures) => new(measures, _time, _log);

    private async Task<GetJobResponse> AnswerAsync(Exception? exception)
    {
        await Task.Yield();
        _time.Advance(TimeSpan.FromSeconds(3));
        return exception is null ? new GetJobResponse() : throw exception;
    }
}
