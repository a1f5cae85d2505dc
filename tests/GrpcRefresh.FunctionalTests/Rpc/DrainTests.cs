using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;

namespace GrpcRefresh.FunctionalTests.Rpc;

public sealed class DrainTests
{
    private const string Luid = "123e4567-e89b-12d3-a456-426614174000";

    [Fact]
    public async Task Watches_end_with_an_invitation_to_come_back()
    {
        await using var host = await LoopbackHost.StartServiceAsync();
        var job = await RefreshAsync(host);
        using var one = Jobs(host).WatchJob(new WatchJobRequest { JobId = job.JobId });
        using var all = Jobs(host).WatchJobs(new WatchJobsRequest());
        Assert.True(await one.ResponseStream.MoveNext().SoonAsync());
        Assert.True(await all.ResponseStream.MoveNext().SoonAsync());

        var stop = host.StopAsync();

        AssertDraining(await EndAsync(one.ResponseStream));
        AssertDraining(await EndAsync(all.ResponseStream));
        await stop.SoonAsync();
    }

    [Fact]
    public async Task A_wait_ends_with_an_invitation_to_come_back()
    {
        await using var host = await LoopbackHost.StartServiceAsync();
        var job = await RefreshAsync(host);
        // The watch behind the wait on the same connection shows that the wait has reached the service.
        var wait = Jobs(host).WaitJobAsync(new WaitJobRequest { JobId = job.JobId, Timeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(50)) });
        using var watch = Jobs(host).WatchJob(new WatchJobRequest { JobId = job.JobId });
        Assert.True(await watch.ResponseStream.MoveNext().SoonAsync());

        var stop = host.StopAsync();

        AssertDraining(await Assert.ThrowsAsync<RpcException>(() => wait.ResponseAsync.SoonAsync()));
        await stop.SoonAsync();
    }

    [Fact]
    public async Task A_call_in_flight_is_answered()
    {
        var begun = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var service = new ScriptedJobService
        {
            OnGet = _ =>
            {
                begun.SetResult();
                return goOn.Task;
            },
        };
        await using var host = await LoopbackHost.StartAsync(service);
        var call = Jobs(host).GetJobAsync(new GetJobRequest());
        await begun.Task.SoonAsync();

        var stop = host.StopAsync();
        Assert.False(stop.IsCompleted);
        goOn.SetResult();

        await call.ResponseAsync.SoonAsync();
        await stop.SoonAsync();
    }

    private static async Task<Job> RefreshAsync(LoopbackHost host)
    {
        var request = new RefreshResourceRequest { Resource = new ResourceRef { Type = ResourceType.Workbook, Luid = Luid } };
        return (await new RefreshService.RefreshServiceClient(host.Channel).RefreshResourceAsync(request).ResponseAsync.SoonAsync()).Job;
    }

    private static Task<RpcException> EndAsync<T>(IAsyncStreamReader<T> stream)
        where T : class => Assert.ThrowsAsync<RpcException>(async () =>
    {
        while (await stream.MoveNext().SoonAsync())
        {
        }
    });

    private static void AssertDraining(RpcException exception)
    {
        Assert.Equal(StatusCode.Unavailable, exception.StatusCode);
        Assert.Equal("SERVICE_DRAINING", exception.Info().Reason);
        Assert.Single(exception.Details().All<RetryInfo>());
    }

    private static JobService.JobServiceClient Jobs(LoopbackHost host) => new(host.Channel);
}
