using GrpcRefresh.Server;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Jobs;

/// <summary>Watches of all jobs.</summary>
public sealed class WatchManyTests : WatchTest
{
    [Fact]
    public async Task Silence_brings_a_watch_of_many_a_bookmark()
    {
        await using var watch = WatchMany();
        Assert.Equal((WatchEvent.Bookmark, null), await NextAsync(watch));

        Assert.True(await AfterAsync(Long, watch.MoveNextAsync()));
        Assert.Equal((WatchEvent.Bookmark, null), (watch.Current.Event, watch.Current.Job));
    }

    [Fact]
    public async Task A_watch_of_many_tells_what_is_active_then_what_changes()
    {
        var (kept, ended) = (await EnrolAsync("kept"), await EndAsync(await EnrolAsync("ended")));
        await using var watch = WatchMany();

        Assert.Equal((WatchEvent.Snapshot, kept.JobId), await NextAsync(watch));
        Assert.Equal((WatchEvent.Bookmark, null), await NextAsync(watch));
        await EndAsync(kept);
        Assert.Equal((WatchEvent.Terminal, kept.JobId), await NextAsync(watch));
        Assert.NotEqual(kept.JobId, ended.JobId);
    }

    [Fact]
    public async Task A_resumed_watch_of_many_begins_anew_and_tells_what_ended_meanwhile()
    {
        var job = await EnrolAsync();
        string token;
        await using (var watch = WatchMany())
        {
            await NextAsync(watch);
            await NextAsync(watch);
            token = watch.Current.ResumeToken;
        }

        await EndAsync(job);
        await using var resumed = WatchMany(token);

        Assert.Equal((WatchEvent.Reset, null), await NextAsync(resumed));
        Assert.Equal((WatchEvent.Snapshot, job.JobId), await NextAsync(resumed));
        Assert.Equal(JobState.Succeeded, resumed.Current.Job!.State);
    }
}
