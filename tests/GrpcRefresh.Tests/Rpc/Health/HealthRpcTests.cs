using Grpc.Core;
using Grpc.Health.V1;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Callers;
using GrpcRefresh.Server.Callers.Open;
using GrpcRefresh.Server.Rpc;
using GrpcRefresh.Server.Rpc.Health;
using Microsoft.Extensions.Options;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace GrpcRefresh.Tests.Rpc.Health;

public sealed class HealthRpcTests : IDisposable
{
    private readonly CancellationTokenSource _started = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly FakeStream<HealthCheckResponse> _stream = new();
    private readonly FakeCall _call = new();
    private readonly HealthRpc _health;

    public HealthRpcTests()
    {
        var drain = new Drain(_stopping.Token);
        _health = new HealthRpc(
            new ServingState(drain, _started.Token), new ProbeStreams(Options.Create(new RpcOptions { MaxProbeStreams = 1 }), new OpenCalls(Options.Create(new CallersOptions()))), drain);
    }

    [Theory]
    [InlineData("")]
    [InlineData("grpcrefresh.v1.RefreshService")]
    [InlineData("grpcrefresh.v1.JobService")]
    [InlineData("grpcrefresh.v1.CredentialService")]
    [InlineData("grpc.health.v1.Health")]
    [InlineData("grpc.reflection.v1.ServerReflection")]
    public async Task Each_service_serves_from_the_end_of_the_start_to_the_begin_of_the_stop(string service)
    {
        Assert.Equal(ServingStatus.NotServing, await CheckAsync(service));
        _started.Cancel();
        Assert.Equal(ServingStatus.Serving, await CheckAsync(service));
        _stopping.Cancel();
        Assert.Equal(ServingStatus.NotServing, await CheckAsync(service));
    }

    [Fact]
    public async Task A_check_of_an_unknown_service_is_not_found() =>
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => CheckAsync("grpcrefresh.v1.Nothing"))).StatusCode);

    [Fact]
    public async Task A_watch_tells_the_state_at_once_and_at_each_change_and_ends_with_the_service()
    {
        var watch = WatchAsync("grpcrefresh.v1.JobService");
        Assert.Equal(ServingStatus.NotServing, (await _stream.TakeAsync()).Status);

        _started.Cancel();
        Assert.Equal(ServingStatus.Serving, (await _stream.TakeAsync()).Status);
        Assert.False(watch.IsCompleted);

        _stopping.Cancel();
        Assert.Equal(ServingStatus.NotServing, (await _stream.TakeAsync()).Status);
        await watch.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_watch_of_an_unknown_service_says_so_and_stays()
    {
        var watch = WatchAsync("grpcrefresh.v1.Nothing");

        Assert.Equal(ServingStatus.ServiceUnknown, (await _stream.TakeAsync()).Status);
        _started.Cancel();
        Assert.False(watch.IsCompleted);

        _stopping.Cancel();
        await watch.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(_stream.HasMore);
    }

    [Fact]
    public async Task A_watch_ends_with_its_caller_and_gives_its_place_back()
    {
        var watch = WatchAsync("");
        await _stream.TakeAsync();
        await Assert.ThrowsAsync<RefusedException>(() => _health.Watch(new HealthCheckRequest(), _stream, new FakeCall()));

        _call.Leave();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch).WaitAsync(TimeSpan.FromSeconds(10));

        _stopping.Cancel();
        await _health.Watch(new HealthCheckRequest(), _stream, new FakeCall());
    }

    public void Dispose()
    {
        _started.Dispose();
        _stopping.Dispose();
        _call.Dispose();
    }

    private async Task<ServingStatus> CheckAsync(string service) =>
        (await _health.Check(new HealthCheckRequest { Service = service }, _call)).Status;

    private Task WatchAsync(string service) => _health.Watch(new HealthCheckRequest { Service = service }, _stream, _call);
}
