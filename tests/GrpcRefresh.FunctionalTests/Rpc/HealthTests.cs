using Grpc.Core;
using Grpc.Health.V1;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace GrpcRefresh.FunctionalTests.Rpc;

public sealed class HealthTests
{
    [Theory]
    [InlineData("")]
    [InlineData("grpcrefresh.v1.JobService")]
    [InlineData("grpcrefresh.v1.CredentialService")]
    public async Task A_service_that_has_started_serves_also_while_Tableau_is_down(string service)
    {
        await using var host = await LoopbackHost.StartServiceAsync();

        Assert.Equal(ServingStatus.Serving, (await Client(host).CheckAsync(new HealthCheckRequest { Service = service }).ResponseAsync.SoonAsync()).Status);
    }

    [Fact]
    public async Task An_unknown_service_is_not_found()
    {
        await using var host = await LoopbackHost.StartServiceAsync();

        var exception = await Assert.ThrowsAsync<RpcException>(() =>
            Client(host).CheckAsync(new HealthCheckRequest { Service = "nothing" }).ResponseAsync.SoonAsync());

        Assert.Equal(StatusCode.NotFound, exception.StatusCode);
    }

    [Fact]
    public async Task A_watcher_hears_of_the_shutdown_and_does_not_hold_it_up()
    {
        await using var host = await LoopbackHost.StartServiceAsync();
        using var watch = Client(host).Watch(new HealthCheckRequest());
        Assert.True(await watch.ResponseStream.MoveNext().SoonAsync());
        Assert.Equal(ServingStatus.Serving, watch.ResponseStream.Current.Status);

        var stop = host.StopAsync();

        Assert.True(await watch.ResponseStream.MoveNext().SoonAsync());
        Assert.Equal(ServingStatus.NotServing, watch.ResponseStream.Current.Status);
        Assert.False(await watch.ResponseStream.MoveNext().SoonAsync());
        await stop.SoonAsync();
    }

    private static Grpc.Health.V1.Health.HealthClient Client(LoopbackHost host) => new(host.Channel);
}
