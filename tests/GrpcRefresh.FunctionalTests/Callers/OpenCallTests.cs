using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Callers.CallerCalls;

namespace GrpcRefresh.FunctionalTests.Callers;

public sealed class OpenCallTests : IAsyncLifetime
{
    private TestService _service = null!;

    public async Task InitializeAsync() => _service = await TestService.StartAsync(settings: settings => settings["GrpcRefresh:Callers:MaxOpenCalls"] = "3");

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Streams_of_a_revoked_key_end_and_those_of_others_go_on()
    {
        var (lost, kept) = (await _service.NewKeyAsync("lost", "--role", "viewer"), await _service.NewKeyAsync("kept", "--role", "viewer"));
        using var jobs = _service.Jobs.WatchJobs(new WatchJobsRequest(), With(lost));
        using var health = new Health.HealthClient(_service.Channel).Watch(new HealthCheckRequest(), With(lost));
        using var reflection = new ServerReflection.ServerReflectionClient(_service.Channel).ServerReflectionInfo(With(lost));
        using var others = _service.Jobs.WatchJobs(new WatchJobsRequest(), With(kept));
        await reflection.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.True(await jobs.ResponseStream.MoveNext() && await health.ResponseStream.MoveNext()
            && await reflection.ResponseStream.MoveNext() && await others.ResponseStream.MoveNext());

        Assert.Equal(0, (await ServerVerb.RunAsync(_service.Database, "key", "revoke", "lost")).ExitCode);

        Assert.Equal(StatusCode.Unauthenticated, await EndOfAsync(jobs.ResponseStream));
        Assert.Equal(StatusCode.Unauthenticated, await EndOfAsync(health.ResponseStream));
        Assert.Equal(StatusCode.Unauthenticated, await EndOfAsync(reflection.ResponseStream));
        await _service.RefreshedByAsync(await _service.NewKeyAsync("runner", "--role", "refresher"));
        Assert.True(await others.ResponseStream.MoveNext());
        Assert.Empty(_service.Errors.Entries);
    }

    [Fact]
    public async Task Streams_end_with_their_key()
    {
        var key = await _service.NewKeyAsync("short", "--role", "viewer", "--expires", $"{DateTimeOffset.UtcNow.AddSeconds(4):O}");
        using var jobs = _service.Jobs.WatchJobs(new WatchJobsRequest(), With(key));

        Assert.Equal(StatusCode.Unauthenticated, await EndOfAsync(jobs.ResponseStream));
    }

    [Fact]
    public async Task A_caller_has_only_so_many_open_calls()
    {
        var key = await _service.NewKeyAsync("nightly", "--role", "viewer");
        var calls = Enumerable.Range(0, 3).Select(_ => _service.Jobs.WatchJobs(new WatchJobsRequest(), With(key))).ToList();
        foreach (var call in calls)
        {
            Assert.True(await call.ResponseStream.MoveNext());
        }

        using var another = _service.Jobs.WatchJobs(new WatchJobsRequest(), With(key));
        Assert.Equal(StatusCode.ResourceExhausted, await EndOfAsync(another.ResponseStream));
        Assert.Equal(StatusCode.OK, await CodeAsync(_service.Jobs.ListJobsAsync(new ListJobsRequest(), With(key))));
        calls.ForEach(call => call.Dispose());
    }

    private static async Task<StatusCode> EndOfAsync<T>(IAsyncStreamReader<T> stream)
    {
        try
        {
            while (await stream.MoveNext(CancellationToken.None))
            {
                // Whatever is told before the end.
            }

            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }
}
