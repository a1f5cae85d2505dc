using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Outcomes;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Outcomes;

public sealed class OutcomeOutboxTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private TempStore _temp = null!;
    private OutcomeOutbox _outbox = null!;

    public async Task InitializeAsync()
    {
        _temp = await TempStore.OpenAsync(_clock);
        _outbox = new OutcomeOutbox(_temp.Database);
    }

    public async Task DisposeAsync() => await _temp.DisposeAsync();

    [Fact]
    public async Task What_has_ended_waits_in_the_order_of_the_ends()
    {
        await _temp.EnrolAsync(Some.Request("active"));
        Assert.Equal(new OutcomeBacklog(0, null), await _outbox.LookAsync(default));

        var first = await EndAsync("first");
        _clock.Advance(TimeSpan.FromMinutes(1));
        var second = await EndAsync("second");

        Assert.Equal(new OutcomeBacklog(2, _clock.GetUtcNow().AddMinutes(-1)), await _outbox.LookAsync(default));
        Assert.Equal([first, second], (await TakeAsync()).JobIds);
    }

    [Fact]
    public async Task What_is_marked_waits_no_more_also_when_something_is_found_out_later()
    {
        var (ended, later) = (await EndAsync("ended"), await EndAsync("later"));
        await _outbox.MarkAsync(new OutcomeBatch([ended], "[]"), _clock.GetUtcNow(), default);

        await ChangeAsync(ended, job => job.WithNotes(["found out later"]));

        Assert.Equal([later], (await TakeAsync()).JobIds);
    }

    [Fact]
    public async Task A_rotation_waits_as_well()
    {
        var rotation = (await _temp.EnrolRotationAsync(Some.Rotation())).Job.JobId;
        await ChangeAsync(rotation, job => job with { State = JobState.Running });
        await ChangeAsync(rotation, job => JobEndings.Succeeded(job, job.UpdateTime));

        Assert.Equal([rotation], (await TakeAsync()).JobIds);
    }

    [Fact]
    public async Task What_waits_outlives_its_retention_up_to_a_bound_and_the_newest_first()
    {
        List<string> ended = [];
        foreach (var luid in new[] { "one", "two", "three", "four" })
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            ended.Add(await EndAsync(luid));
        }

        await _outbox.MarkAsync(new OutcomeBatch([ended[3]], "[]"), _clock.GetUtcNow(), default);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((1, 0), await PurgeAsync(kept: 3));
        Assert.Equal((1, 1), await PurgeAsync(kept: 2));
        Assert.Equal([ended[1], ended[2]], (await TakeAsync()).JobIds);
        Assert.Equal((2, 2), await PurgeAsync(kept: 0));
    }

    [Fact]
    public async Task What_was_taken_stays_the_same_until_it_is_known_what_became_of_it()
    {
        var first = await EndAsync("first");
        var taken = await TakeAsync();
        await ChangeAsync(first, job => job.WithNotes(["found out later"]));
        _clock.Advance(TimeSpan.FromMinutes(1));
        var second = await EndAsync("second");

        var again = await TakeAsync();
        Assert.Equal((taken.RequestId, taken.Rows, true), (again.RequestId, again.Rows, again.IsRepeated));
        Assert.Equal(new OutcomeTry(_clock.GetUtcNow(), InDoubt: true), await _outbox.LastTryAsync(default));

        await _outbox.ReleaseAsync(default);
        Assert.Equal(new OutcomeTry(_clock.GetUtcNow(), InDoubt: false), await _outbox.LastTryAsync(default));
        var other = await TakeAsync();
        Assert.NotEqual(taken.RequestId, other.RequestId);
        Assert.Equal([first, second], other.JobIds);

        await _outbox.MarkAsync(other, _clock.GetUtcNow(), default);
        Assert.Null(await _outbox.LastTryAsync(default));
    }

    [Fact]
    public async Task What_was_set_aside_is_kept_and_waits_again_after_a_start()
    {
        var refused = await EndAsync("refused");
        await _outbox.SetAsideAsync(await TakeAsync(), _clock.GetUtcNow(), default);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(new OutcomeBacklog(0, null, Aside: 1), await _outbox.LookAsync(default));
        Assert.Empty((await TakeAsync()).JobIds);
        Assert.Equal((0, 0), await PurgeAsync(kept: 1));
        await _outbox.RecallAsync(default);
        Assert.Equal([refused], (await TakeAsync()).JobIds);
    }

    private Task<OutcomeBatch> TakeAsync() => _outbox.TakeAsync(OutcomeBatch.MostRows, _clock.GetUtcNow(), default);

    private Task<(int Deleted, int Unlogged)> PurgeAsync(int kept) => _temp.Store.PurgeAsync(_clock.GetUtcNow(), kept, default);

    private async Task<string> EndAsync(string luid)
    {
        var job = (await _temp.EnrolAsync(Some.Request(luid))).Job;
        await ChangeAsync(job.JobId, current => JobEndings.Cancelled(current, current.UpdateTime, "Withdrawn."));
        return job.JobId;
    }

    private async Task ChangeAsync(string jobId, Func<JobRecord, JobRecord> change) =>
        await _temp.Store.ChangeAsync(await _temp.StartRunnerAsync(), jobId, change, default);
}
