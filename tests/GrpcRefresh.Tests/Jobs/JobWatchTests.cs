using GrpcRefresh.Server;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Jobs;

public sealed class JobWatchTests : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ManualClock _clock = new();

    private TempStore _temp = null!;
    private RunEpoch _epoch = null!;

    public async Task InitializeAsync()
    {
        _temp = await TempStore.OpenAsync(_clock, new JobsOptions { MaxWatchers = 3 });
        _epoch = await _temp.StartRunnerAsync();
    }

    public async Task DisposeAsync() => await _temp.DisposeAsync();

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

    [Fact]
    public async Task A_slow_reader_is_given_the_latest_progress_and_every_state()
    {
        var job = await EnrolAsync();
        await using var watch = Watch(job.JobId);
        await watch.MoveNextAsync();
        await ChangeAsync(job, current => current with { State = JobState.Submitting });
        await ChangeAsync(job, current => current with { State = JobState.Running });
        for (var progress = 1; progress <= 50; progress++)
        {
            await ChangeAsync(job, current => current with { Progress = progress });
        }

        await EndAsync(job);

        var seen = new List<JobRecord>();
        while (await watch.MoveNextAsync())
        {
            seen.Add(watch.Current.Job!);
        }

        Assert.Equal([JobState.Submitting, JobState.Running, JobState.Succeeded], seen.Select(change => change.State));
        Assert.Equal(50, seen[1].Progress);
    }

    [Fact]
    public async Task A_slow_reader_of_a_rotation_is_given_every_changed_step()
    {
        var job = await RunningRotationAsync();
        await using var watch = Watch(job.JobId);
        await watch.MoveNextAsync();
        for (var number = 1; number <= 50; number++)
        {
            await ChangeAsync(job, current => current with { ChangedSteps = [Some.Step(number)] });
            await ChangeAsync(job, current => current with { Progress = number * 2 });
        }

        await ChangeAsync(job, current => JobEndings.Succeeded(current, current.UpdateTime) with { ChangedSteps = [Some.Step(51)] });

        var seen = await RestAsync(watch);

        Assert.Equal(Enumerable.Range(1, 51), Steps(seen));
        Assert.True(seen.Count < 101);
    }

    [Fact]
    public async Task A_resumed_watch_of_a_rotation_is_given_every_step_also_those_of_its_end_before_a_late_note()
    {
        var job = await RunningRotationAsync();
        await ChangeAsync(job, current => current with { ChangedSteps = [Some.Step(1)] });
        await ChangeAsync(job, current => JobEndings.Succeeded(current, current.UpdateTime) with { ChangedSteps = [Some.Step(2)] });
        await ChangeAsync(job, current => current.WithNotes(["found out later"]));

        await using var watch = Watch(job.JobId, ResumeToken.After(job));

        var seen = await RestAsync(watch);

        Assert.Equal([1, 2], Steps(seen));
        Assert.Equal((WatchEvent.Terminal, "found out later"), (seen[^1].Event, seen[^1].Job!.Notes[0]));
        Assert.Single(seen, happened => happened.Event == WatchEvent.Terminal);
    }

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

        await _temp.DrainAsync();

        var refused = await Assert.ThrowsAsync<RefusedException>(() => next);
        Assert.Equal(ErrorReason.ServiceDraining, refused.Failure.Reason);
    }

    [Fact]
    public async Task The_drain_ends_a_wait_and_a_watch_of_many_too()
    {
        var job = await EnrolAsync();
        var wait = _temp.Watch.WaitAsync(job.JobId, Long, SomeCaller.Anonymous, default);
        await using var many = WatchMany();
        await NextAsync(many);
        await NextAsync(many);
        var next = many.MoveNextAsync().AsTask();

        await _temp.DrainAsync();

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
        await _temp.DrainAsync();

        await Assert.ThrowsAsync<RefusedException>(() => _temp.Watch.WaitAsync(job.JobId, TimeSpan.Zero, SomeCaller.Anonymous, default));
    }

    [Fact]
    public async Task A_caller_who_leaves_ends_whatever_waits_for_him()
    {
        var job = await EnrolAsync();
        using var leaving = new CancellationTokenSource();
        var wait = _temp.Watch.WaitAsync(job.JobId, Long, SomeCaller.Anonymous, leaving.Token);
        await using var watch = _temp.Watch.WatchAsync(job.JobId, "", Long, SomeCaller.Anonymous, leaving.Token).GetAsyncEnumerator();
        await watch.MoveNextAsync();
        await using var many = _temp.Watch.WatchManyAsync(JobQuery.Everything, "", Long, SomeCaller.Anonymous, leaving.Token).GetAsyncEnumerator();
        await NextAsync(many);
        await NextAsync(many);
        Task[] waiting = [wait, watch.MoveNextAsync().AsTask(), many.MoveNextAsync().AsTask()];

        await leaving.CancelAsync();

        foreach (var ended in waiting)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ended.WaitAsync(Patience));
        }

        Assert.Equal(0, _clock.Waiting);
    }

    [Fact]
    public async Task A_wait_answers_at_the_jobs_end()
    {
        var job = await EnrolAsync();
        var wait = _temp.Watch.WaitAsync(job.JobId, Long, SomeCaller.Anonymous, default);

        await EndAsync(job);

        Assert.Equal(JobState.Succeeded, (await wait).State);
    }

    [Fact]
    public async Task A_wait_answers_with_the_job_as_it_stands_when_its_time_is_over()
    {
        var job = await EnrolAsync();

        Assert.Equal(JobState.Queued, (await _temp.Watch.WaitAsync(job.JobId, TimeSpan.Zero, SomeCaller.Anonymous, default)).State);
    }

    [Fact]
    public async Task A_wait_is_answered_when_its_time_is_over_though_progress_was_made()
    {
        var job = await EnrolAsync();
        var wait = _temp.Watch.WaitAsync(job.JobId, Long, SomeCaller.Anonymous, default);
        await ChangeAsync(job, current => current with { State = JobState.Submitting });

        Assert.Equal(JobState.Submitting, (await AfterAsync(Long, new ValueTask<JobRecord>(wait))).State);
    }

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

    /// <summary>What comes of waiting when that much time has passed.</summary>
    private async Task<T> AfterAsync<T>(TimeSpan silence, ValueTask<T> next)
    {
        _clock.Advance(silence);
        return await next.AsTask().WaitAsync(Patience);
    }

    private static async Task<(WatchEvent Event, string? JobId)> NextAsync(IAsyncEnumerator<JobEvent> watch)
    {
        Assert.True(await watch.MoveNextAsync());
        return (watch.Current.Event, watch.Current.Job?.JobId);
    }

    private IAsyncEnumerator<JobEvent> Watch(string jobId, string token = "") => _temp.Watch.WatchAsync(jobId, token, Long, SomeCaller.Anonymous, default).GetAsyncEnumerator();

    private IAsyncEnumerator<JobEvent> WatchMany(string token = "") => _temp.Watch.WatchManyAsync(JobQuery.Everything, token, Long, SomeCaller.Anonymous, default).GetAsyncEnumerator();

    private static async Task<List<JobEvent>> RestAsync(IAsyncEnumerator<JobEvent> watch)
    {
        var seen = new List<JobEvent>();
        while (await watch.MoveNextAsync())
        {
            seen.Add(watch.Current);
        }

        return seen;
    }

    private static IEnumerable<int> Steps(IEnumerable<JobEvent> seen) => seen.SelectMany(happened => happened.Job!.ChangedSteps).Select(step => step.Number);

    private async Task<JobRecord> RunningRotationAsync() =>
        await ChangeAsync((await _temp.EnrolRotationAsync(Some.Rotation())).Job, current => current with { State = JobState.Running });

    private async Task<JobRecord> EnrolAsync(string luid = "0a1b") => (await _temp.EnrolAsync(Some.Request(luid))).Job;

    private Task<JobRecord> ChangeAsync(JobRecord job, Func<JobRecord, JobRecord> change) => _temp.Store.ChangeAsync(_epoch, job.JobId, change, default);

    private async Task<JobRecord> EndAsync(JobRecord job)
    {
        await ChangeAsync(job, current => current.State == JobState.Queued ? current with { State = JobState.Submitting } : current);
        return await ChangeAsync(job, current => JobEndings.Succeeded(current, current.UpdateTime));
    }
}
