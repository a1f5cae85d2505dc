using GrpcRefresh.Server;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Jobs;

/// <summary>What ends watches and waits, or does not let them begin.</summary>
public sealed class WatchEndTests : WatchTest
{
    [Fact]
    public async Task One_watch_too_many_is_refused_and_a_left_one_makes_room()
    {
        var job = await EnrolAsync();
        var watches = Enumerable.Range(0, 3).Select(_ => Watch(job.JobId)).ToList();
        foreach (var watch in watches)
        {
            await watch.MoveNextAsync();
        }

        await using (var tooMany = Watch(job.JobId))
        {
            var refused = await Assert.ThrowsAsync<RefusedException>(async () => await tooMany.MoveNextAsync());
            Assert.Equal(ErrorReason.ServiceBusy, refused.Failure.Reason);
        }

        await watches[0].DisposeAsync();
        await using var another = Watch(job.JobId);
        Assert.True(await another.MoveNextAsync());
        await watches[1].DisposeAsync();
        await watches[2].DisposeAsync();
    }

    [Fact]
    public async Task The_drain_ends_a_watch_with_an_invitation_to_come_back()
    {
        var job = await EnrolAsync();
        await using var watch = Watch(job.JobId);
        await watch.MoveNextAsync();
        var next = watch.MoveNextAsync().AsTask();

        await Temp.DrainAsync();

        var refused = await Assert.ThrowsAsync<RefusedException>(() => next);
        Assert.Equal(ErrorReason.ServiceDraining, refused.Failure.Reason);
    }

    [Fact]
    public async Task The_drain_ends_a_wait_and_a_watch_of_many_too()
    {
        var job = await EnrolAsync();
        var wait = Temp.Watch.WaitAsync(job.JobId, Long, SomeCaller.Anonymous, default);
        await using var many = WatchMany();
        await NextAsync(many);
        await NextAsync(many);
        var next = many.MoveNextAsync().AsTask();

        await Temp.DrainAsync();

        foreach (var ended in (Task[])[wait, next])
        {
            var refused = await Assert.ThrowsAsync<RefusedException>(() => ended.WaitAsync(Patience));
            Assert.Equal(ErrorReason.ServiceDraining, refused.Failure.Reason);
        }
    }

    [Fact]
    public async Task A_wait_without_time_is_refused_during_the_drain()
    {
        var job = await EnrolAsync();
        await Temp.DrainAsync();

        await Assert.ThrowsAsync<RefusedException>(() => Temp.Watch.WaitAsync(job.JobId, TimeSpan.Zero, SomeCaller.Anonymous, default));
    }

    [Fact]
    public async Task A_caller_who_leaves_ends_whatever_waits_for_him()
    {
        var job = await EnrolAsync();
        using var leaving = new CancellationTokenSource();
        var wait = Temp.Watch.WaitAsync(job.JobId, Long, SomeCaller.Anonymous, leaving.Token);
        await using var watch = Temp.Watch.WatchAsync(job.JobId, "", Long, SomeCaller.Anonymous, leaving.Token).GetAsyncEnumerator();
        await watch.MoveNextAsync();
        await using var many = Temp.Watch.WatchManyAsync(JobQuery.Everything, "", Long, SomeCaller.Anonymous, leaving.Token).GetAsyncEnumerator();
        await NextAsync(many);
        await NextAsync(many);
        Task[] waiting = [wait, watch.MoveNextAsync().AsTask(), many.MoveNextAsync().AsTask()];

        await leaving.CancelAsync();

        foreach (var ended in waiting)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ended.WaitAsync(Patience));
        }

        Assert.Equal(0, Clock.Waiting);
    }
}
