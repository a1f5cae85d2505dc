using GrpcRefresh.Server;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Jobs;

/// <summary>Watches of one job that keep up.</summary>
public sealed class JobWatchTests : WatchTest
{
    [Fact]
    public async Task A_watch_begins_with_where_the_job_stands()
    {
        var job = await EnrolAsync();
        await using var watch = Watch(job.JobId);

        Assert.True(await watch.MoveNextAsync());
        Assert.Equal((WatchEvent.Snapshot, job.Revision), (watch.Current.Event, watch.Current.Job!.Revision));
    }

    [Fact]
    public async Task A_watch_of_an_ended_job_is_its_terminal_event_and_the_end()
    {
        var job = await EndAsync(await EnrolAsync());
        await using var watch = Watch(job.JobId);

        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(WatchEvent.Terminal, watch.Current.Event);
        Assert.False(await watch.MoveNextAsync());
    }

    [Fact]
    public async Task A_watch_resumed_after_the_terminal_event_ends_without_repeating_it()
    {
        var job = await EndAsync(await EnrolAsync());
        await using var watch = Watch(job.JobId, ResumeToken.After(job));

        Assert.False(await watch.MoveNextAsync());
    }

    [Fact]
    public async Task A_token_from_a_future_of_the_job_has_expired()
    {
        var job = await EnrolAsync();
        await using var watch = Watch(job.JobId, ResumeToken.After(job with { Revision = 99 }));

        var refused = await Assert.ThrowsAsync<RefusedException>(async () => await watch.MoveNextAsync());

        Assert.Equal(ErrorReason.ResumeTokenExpired, refused.Failure.Reason);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("!")]
    public async Task A_token_that_is_none_is_a_bad_field(string token)
    {
        var job = await EnrolAsync();
        await using var watch = Watch(job.JobId, token);

        var refused = await Assert.ThrowsAsync<RefusedException>(async () => await watch.MoveNextAsync());

        Assert.Equal("resume_token", Assert.Single(refused.Failure.Fields).Field);
    }

    [Fact]
    public async Task A_token_of_another_job_is_a_bad_field()
    {
        var (job, other) = (await EnrolAsync("one"), await EnrolAsync("two"));
        await using var watch = Watch(job.JobId, ResumeToken.After(other));

        await Assert.ThrowsAsync<RefusedException>(async () => await watch.MoveNextAsync());
    }

    [Fact]
    public async Task Silence_brings_a_bookmark_that_resumes_again_and_again()
    {
        var job = await EnrolAsync();
        await using var watch = Watch(job.JobId);
        await watch.MoveNextAsync();

        for (var silence = 0; silence < 3; silence++)
        {
            Assert.True(await AfterAsync(Long, watch.MoveNextAsync()));
            Assert.Equal((WatchEvent.Bookmark, null), (watch.Current.Event, watch.Current.Job));
            Assert.Equal(ResumeToken.After(job), watch.Current.ResumeToken);
        }
    }

    [Fact]
    public async Task Watchers_who_stand_at_the_same_place_share_what_they_are_told()
    {
        var job = await EnrolAsync();
        await using var one = Watch(job.JobId);
        await using var other = Watch(job.JobId);

        Assert.True(await one.MoveNextAsync() && await other.MoveNextAsync());
        Assert.Same(one.Current, other.Current);
        var next = other.MoveNextAsync().AsTask();
        Assert.True(await AfterAsync(Long, one.MoveNextAsync()));
        Assert.True(await next.WaitAsync(Patience));
        Assert.Same(one.Current, other.Current);
    }
}
