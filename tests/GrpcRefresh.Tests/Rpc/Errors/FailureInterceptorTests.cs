using Grpc.Core;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.Server.Rpc.Observation;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Compat;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rpc.Errors;

public sealed class FailureInterceptorTests
{
    private static readonly RefusedException Refused = new(new Failure(ErrorReason.JobEnded, "It ended."));

    private readonly FailureInterceptor _interceptor =
        new(
            new CallFailures(new Drain(CancellationToken.None), Measuring.Rpc, TimeProvider.System, new ListLogger<CallFailures>()),
            new CallObserver(Measuring.Rpc, TimeProvider.System, new ListLogger<CallObserver>()));

    public static TheoryData<string> Kinds => ["unary", "client stream", "server stream", "duplex"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_kind_of_call_ends_with_the_failures_status(string kind)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(() => CallAsync(kind, Refused));

        Assert.Equal("JOB_ENDED", exception.Info().Reason);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_status_passes_as_it_is(string kind)
    {
        var status = new RpcException(new Status(StatusCode.NotFound, "no such service"));

        Assert.Same(status, await Assert.ThrowsAsync<RpcException>(() => CallAsync(kind, status)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task A_good_call_stays_good(string kind) => CallAsync(kind, null);

    private Task CallAsync(string kind, Exception? exception)
    {
        async Task<GetJobResponse> AnswerAsync()
        {
            await Task.Yield();
            return exception is null ? new GetJobResponse() : throw exception;
        }

        var (call, reader, writer) = (new FakeCall(), new ListReader<GetJobRequest>(), new FakeStream<GetJobResponse>());
        return kind switch
        {
            "unary" => _interceptor.UnaryServerHandler(new GetJobRequest(), call, (_, _) => AnswerAsync()),
            "client stream" => _interceptor.ClientStreamingServerHandler(reader, call, (_, _) => AnswerAsync()),
            "server stream" => _interceptor.ServerStreamingServerHandler(new GetJobRequest(), writer, call, (_, _, _) => AnswerAsync()),
            _ => _interceptor.DuplexStreamingServerHandler(reader, writer, call, (_, _, _) => AnswerAsync()),
        };
    }
}
