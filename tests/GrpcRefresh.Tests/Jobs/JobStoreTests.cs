using GrpcRefresh.Server;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Jobs;

public sealed class JobStoreTests : IAsyncLifetime
{
    private TempStore _temp = null!;

    private JobStore Store => _temp.Store;

    public async Task InitializeAsync() => _temp = await TempStore.OpenAsync();

    public async Task DisposeAsync() => await _temp.DisposeAsync();

    [Fact]
    public async Task A_hundred_calls_with_one_request_id_make_one_job()
    {
        var id = Guid.NewGuid().ToString();
        var enrolments = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _temp.EnrolAsync(Some.Request(requestId: id))));

        Assert.Single(enrolments.Select(enrolment => enrolment.Job.JobId).Distinct());
        Assert.Single(enrolments, enrolment => enrolment.Disposition == Disposition.Started);
        Assert.Equal(99, enrolments.Count(enrolment => enrolment.Disposition == Disposition.Replayed));
        Assert.Equal(1, (await FindAsync(enrolments[0].Job.JobId)).JoinCount);
    }

    [Fact]
    public async Task A_request_id_with_another_body_is_refused_and_named()
    {
        var id = Guid.NewGuid().ToString();
        await _temp.EnrolAsync(Some.Request(requestId: id));

        var refused = await Assert.ThrowsAsync<RefusedException>(() => _temp.EnrolAsync(Some.Request(requestId: id, fingerprint: "another body")));

        Assert.Equal(ErrorReason.RequestIdReused, refused.Failure.Reason);
        Assert.Equal(id, refused.Failure.Metadata["request_id"]);
    }

    [Fact]
    public async Task A_hundred_calls_behind_a_posted_job_share_one_follow_up()
    {
        var head = await PostedAsync();
        var enrolments = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _temp.EnrolAsync(Some.Request())));

        var followUp = Assert.Single(enrolments.Select(enrolment => enrolment.Job.JobId).Distinct());
        Assert.NotEqual(head.JobId, followUp);
        Assert.Single(enrolments, enrolment => enrolment.Disposition == Disposition.Queued);
        Assert.Equal(100, (await FindAsync(followUp)).JoinCount);
    }

    [Fact]
    public async Task A_FULL_request_turns_a_waiting_INCREMENTAL_job_into_FULL()
    {
        var waiting = await _temp.EnrolAsync(Some.Request(mode: RefreshMode.Incremental));
        var joined = await _temp.EnrolAsync(Some.Request(mode: RefreshMode.Full));

        Assert.Equal((waiting.Job.JobId, RefreshMode.Full, Disposition.Joined), (joined.Job.JobId, joined.Job.Mode, joined.Disposition));
    }

    [Fact]
    public async Task An_INCREMENTAL_request_leaves_a_waiting_FULL_job_FULL()
    {
        await _temp.EnrolAsync(Some.Request(mode: RefreshMode.Full));

        Assert.Equal(RefreshMode.Full, (await _temp.EnrolAsync(Some.Request(mode: RefreshMode.Incremental))).Job.Mode);
    }

    [Fact]
    public async Task The_end_of_the_head_makes_room_for_the_follow_up()
    {
        var epoch = await _temp.StartRunnerAsync();
        var head = await PostedAsync(epoch);
        var followUp = (await _temp.EnrolAsync(Some.Request())).Job;

        await Store.ChangeAsync(epoch, head.JobId, job => JobEndings.Succeeded(job, job.UpdateTime), default);

        var (newHead, newFollowUp) = await Store.InLaneAsync(head.Lane, default);
        Assert.Equal(followUp.JobId, newHead!.JobId);
        Assert.Null(newFollowUp);
    }

    [Fact]
    public async Task Somebody_elses_run_is_welcome_only_while_every_caller_agrees()
    {
        var first = await _temp.EnrolAsync(Some.Request(freshness: Freshness.JoinActive));
        Assert.True(first.Job.Drive.ForeignWelcome);

        var second = await _temp.EnrolAsync(Some.Request(freshness: Freshness.AfterRequest));

        Assert.Equal(first.Job.JobId, second.Job.JobId);
        Assert.False(second.Job.Drive.ForeignWelcome);
    }

    [Fact]
    public async Task A_queued_job_passes_the_holds_of_all_rotations_that_asked_for_it()
    {
        var waiting = await _temp.EnrolAsync(Some.Request());
        Assert.Null(waiting.Job.Drive.PassesHoldsOf);

        var joined = await _temp.EnrolAsync(Some.Request() with { PassesHoldOf = "one" });
        await _temp.EnrolAsync(Some.Request() with { PassesHoldOf = "two" });
        await _temp.EnrolAsync(Some.Request() with { PassesHoldOf = "one" });
        var last = await _temp.EnrolAsync(Some.Request());

        Assert.Equal((waiting.Job.JobId, waiting.Job.JobId), (joined.Job.JobId, last.Job.JobId));
        Assert.Equal(["one", "two"], last.Job.Drive.PassesHoldsOf!);
        Assert.Equal(["one"], (await _temp.EnrolAsync(Some.Request("other") with { PassesHoldOf = "one" })).Job.Drive.PassesHoldsOf!);
    }

    [Fact]
    public async Task A_superseded_runner_can_write_nothing()
    {
        var old = await _temp.StartRunnerAsync();
        var job = (await _temp.EnrolAsync(Some.Request())).Job;
        await _temp.StartRunnerAsync();

        await Assert.ThrowsAsync<EpochLostException>(() => Store.ChangeAsync(old, job.JobId, Submitting, default));
        await Assert.ThrowsAsync<EpochLostException>(() => old.ConfirmAsync(Store, default));
        Assert.Equal(JobState.Queued, (await FindAsync(job.JobId)).State);
    }

    [Fact]
    public async Task Every_change_is_an_event_of_the_next_revision()
    {
        var epoch = await _temp.StartRunnerAsync();
        var job = await PostedAsync(epoch);
        await Store.ChangeAsync(epoch, job.JobId, current => JobEndings.Succeeded(current, current.UpdateTime), default);

        var events = await Store.EventsAfterAsync(job.JobId, 0, default);

        Assert.Equal([1, 2, 3, 4], events!.Select(change => change.Revision));
        Assert.Equal([JobState.Queued, JobState.Submitting, JobState.Pending, JobState.Succeeded], events!.Select(change => change.State));
    }

    [Fact]
    public async Task A_change_that_changes_nothing_leaves_no_event()
    {
        var epoch = await _temp.StartRunnerAsync();
        var job = await PostedAsync(epoch);

        Assert.Equal(job.Revision, (await Store.ChangeAsync(epoch, job.JobId, current => current, default)).Revision);
    }

    [Fact]
    public async Task An_ended_job_keeps_its_outcome_but_takes_a_note()
    {
        var epoch = await _temp.StartRunnerAsync();
        var job = await PostedAsync(epoch);
        await Store.ChangeAsync(epoch, job.JobId, current => JobEndings.Succeeded(current, current.UpdateTime), default);

        await Store.ChangeAsync(epoch, job.JobId, current => current with { State = JobState.Failed }, default);
        var noted = await Store.ChangeAsync(epoch, job.JobId, current => current.WithNotes(["found out later"]), default);

        Assert.Equal((JobState.Succeeded, "found out later"), (noted.State, noted.Notes[0]));
    }

    [Fact]
    public async Task Old_jobs_are_deleted_with_their_request_ids_and_active_ones_stay()
    {
        var id = Guid.NewGuid().ToString();
        var epoch = await _temp.StartRunnerAsync();
        var job = await PostedAsync(epoch, id);
        var active = (await _temp.EnrolAsync(Some.Request("other"))).Job;
        await Store.ChangeAsync(epoch, job.JobId, current => JobEndings.Succeeded(current, current.UpdateTime), default);

        Assert.Equal(1, (await Store.PurgeAsync(DateTimeOffset.UtcNow.AddMinutes(1), kept: 0, default)).Deleted);

        Assert.Null(await Store.FindAsync(job.JobId, default));
        Assert.Null(await Store.FindRequestAsync(JobKind.Refresh, id, "same body", default));
        Assert.NotNull(await Store.FindAsync(active.JobId, default));
    }

    [Fact]
    public async Task The_bound_of_active_jobs_is_a_refusal_that_says_when_to_come_back()
    {
        await _temp.EnrolAsync(Some.Request("one"));

        var refused = await Assert.ThrowsAsync<RefusedException>(() => Store.EnrolAsync(Some.Request("two"), maxActive: 1, default));

        Assert.Equal(ErrorReason.ServiceBusy, refused.Failure.Reason);
        Assert.NotNull(refused.Failure.RetryAfter);
    }

    private static JobRecord Submitting(JobRecord job) => job with { State = JobState.Submitting, Attempt = job.Attempt + 1 };

    private async Task<JobRecord> PostedAsync(RunEpoch? epoch = null, string? requestId = null)
    {
        epoch ??= await _temp.StartRunnerAsync();
        var job = (await _temp.EnrolAsync(Some.Request(requestId: requestId))).Job;
        await Store.ChangeAsync(epoch, job.JobId, Submitting, default);
        return await Store.ChangeAsync(epoch, job.JobId, current => current with { State = JobState.Pending, TableauJobId = "tableau-1" }, default);
    }

    private async Task<JobRecord> FindAsync(string jobId) => (await Store.FindAsync(jobId, default))!;
}
