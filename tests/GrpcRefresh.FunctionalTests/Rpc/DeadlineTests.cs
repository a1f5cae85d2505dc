using Grpc.Core;
using GrpcRefresh.V1;

namespace GrpcRefresh.FunctionalTests.Rpc;

/// <summary>Over Kestrel, because the in-memory test server answers UNAVAILABLE to a passed deadline.</summary>
public sealed class DeadlineTests
{
    // Long enough for a warm call to begin on a busy machine.
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_deadline_ends_a_call_and_the_work_for_it()
    {
        var ended = new TaskCompletionSource();
        var service = new ScriptedJobService();
        await using var host = await StartWarmAsync(service);
        service.OnGet = call => HangAsync(call, ended);

        var exception = await Assert.ThrowsAsync<RpcException>(() =>
            Client(host).GetJobAsync(new GetJobRequest(), deadline: DateTime.UtcNow + Short).ResponseAsync.SoonAsync());

        Assert.Equal(StatusCode.DeadlineExceeded, exception.StatusCode);
        await ended.Task.SoonAsync();
    }

    [Fact]
    public async Task A_deadline_ends_a_stream_that_has_begun()
    {
        var ended = new TaskCompletionSource();
        var service = new ScriptedJobService();
        await using var host = await StartWarmAsync(service);
        service.OnWatch = async (stream, call) =>
        {
            await stream.WriteAsync(new WatchJobResponse { Event = WatchEvent.Snapshot });
            await HangAsync(call, ended);
        };
        using var watch = Client(host).WatchJob(new WatchJobRequest(), deadline: DateTime.UtcNow + Short);

        Assert.True(await watch.ResponseStream.MoveNext().SoonAsync());
        var exception = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext().SoonAsync());

        Assert.Equal(StatusCode.DeadlineExceeded, exception.StatusCode);
        await ended.Task.SoonAsync();
    }

    [Fact]
    public async Task A_caller_who_leaves_ends_the_work_for_them()
    {
        var begun = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        var service = new ScriptedJobService
        {
            OnGet = call =>
            {
                begun.SetResult();
                return HangAsync(call, ended);
            },
        };
        await using var host = await LoopbackHost.StartAsync(service);
        using var leaving = new CancellationTokenSource();

        var call = Client(host).GetJobAsync(new GetJobRequest(), cancellationToken: leaving.Token);
        await begun.Task.SoonAsync();
        await leaving.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.SoonAsync())).StatusCode);
        await ended.Task.SoonAsync();
    }

    [Fact]
    public async Task Writing_to_a_caller_who_left_is_no_error_of_the_service()
    {
        var ended = new TaskCompletionSource();
        var service = new ScriptedJobService
        {
            OnWatch = async (stream, call) =>
            {
                try
                {
                    while (true)
                    {
                        await Server.Rpc.CallerStreams.SendAsync(stream, new WatchJobResponse(), call);
                        await Task.Yield();
                    }
                }
                finally
                {
                    ended.SetResult();
                }
            },
        };
        await using var host = await LoopbackHost.StartAsync(service);

        using (var watch = Client(host).WatchJob(new WatchJobRequest()))
        {
            Assert.True(await watch.ResponseStream.MoveNext().SoonAsync());
        }

        await ended.Task.SoonAsync();
        await host.StopAsync();
    }

    /// <summary>The first calls pay for the connection and the compilation, which is not what a deadline is to measure here.</summary>
    private static async Task<LoopbackHost> StartWarmAsync(ScriptedJobService service)
    {
        var host = await LoopbackHost.StartAsync(service);
        await Client(host).GetJobAsync(new GetJobRequest()).ResponseAsync.SoonAsync();
        using var watch = Client(host).WatchJob(new WatchJobRequest());
        Assert.False(await watch.ResponseStream.MoveNext().SoonAsync());
        return host;
    }

    private static async Task HangAsync(ServerCallContext call, TaskCompletionSource ended)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, call.CancellationToken);
        }
        finally
        {
            ended.SetResult();
        }
    }

    private static JobService.JobServiceClient Client(LoopbackHost host) => new(host.Channel);
}
