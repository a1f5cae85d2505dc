using GrpcRefresh.Server;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Jobs;

public sealed class JobWithdrawalTests : IAsyncLifetime
{
    private readonly string _first = Guid.NewGuid().ToString();
    private readonly string _second = Guid.NewGuid().ToString();
    private TempStore _temp = null!;

    public async Task InitializeAsync() => _temp = await TempStore.OpenAsync();

    public async Task DisposeAsync() => await _temp.DisposeAsync();

    [Fact]
    public async Task One_of_two_is_detached_and_the_job_goes_on()
    {
        var job = await SharedAsync();

        var withdrawal = await WithdrawAsync(job.JobId, _first);

        Assert.True(withdrawal.Detached);
        Assert.Equal((JobState.Queued, 1), (withdrawal.Job.State, withdrawal.Job.JoinCount));
    }

    [Fact]
    public async Task The_last_one_cancels_a_queued_job_at_once()
    {
        var job = await SharedAsync();
        await WithdrawAsync(job.JobId, _first);

        var withdrawal = await WithdrawAsync(job.JobId, _second);

        Assert.False(withdrawal.Detached);
        Assert.Equal(JobState.Cancelled, withdrawal.Job.State);
        Assert.Equal(ErrorReason.Cancelled, withdrawal.Job.Error!.Reason);
    }

    [Fact]
    public async Task The_last_one_asks_for_the_end_of_a_submitted_job()
    {
        var job = await SharedAsync();
        var epoch = await _temp.StartRunnerAsync();
        await _temp.Store.ChangeAsync(epoch, job.JobId, current => current with { State = JobState.Submitting }, default);
        await _temp.Store.ChangeAsync(epoch, job.JobId, current => current with { State = JobState.Pending }, default);
        await WithdrawAsync(job.JobId, _first);

        Assert.Equal(JobState.Cancelling, (await WithdrawAsync(job.JobId, null)).Job.State);
    }

    [Fact]
    public async Task A_cancel_during_the_POST_is_remembered_for_its_answer()
    {
        var job = (await _temp.EnrolAsync(Some.Request(requestId: _first))).Job;
        var epoch = await _temp.StartRunnerAsync();
        await _temp.Store.ChangeAsync(epoch, job.JobId, current => current with { State = JobState.Submitting }, default);

        var withdrawn = (await WithdrawAsync(job.JobId, null)).Job;

        Assert.Equal((JobState.Submitting, true), (withdrawn.State, withdrawn.Drive.CancelRequested));
    }

    [Fact]
    public async Task A_foreign_run_is_let_go_of()
    {
        var job = (await _temp.EnrolAsync(Some.Request(requestId: _first))).Job;
        var epoch = await _temp.StartRunnerAsync();
        await _temp.Store.ChangeAsync(epoch, job.JobId, current => current with { State = JobState.Submitting }, default);
        await _temp.Store.ChangeAsync(epoch, job.JobId, current => current with { State = JobState.Running, Foreign = true }, default);

        Assert.Equal(JobState.Cancelled, (await WithdrawAsync(job.JobId, null)).Job.State);
    }

    [Fact]
    public async Task Withdrawing_twice_is_harmless()
    {
        var job = await SharedAsync();
        await WithdrawAsync(job.JobId, _first);

        var again = await WithdrawAsync(job.JobId, _first);

        Assert.True(again.Detached);
        Assert.Equal(1, again.Job.JoinCount);
    }

    [Fact]
    public async Task Without_a_request_id_a_shared_job_is_refused_with_the_number_that_wait()
    {
        var job = await SharedAsync();

        var refused = await Assert.ThrowsAsync<RefusedException>(() => WithdrawAsync(job.JobId, null));

        Assert.Equal("request_id", Assert.Single(refused.Failure.Fields).Field);
        Assert.Contains("2 requests", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_to_the_job_is_refused()
    {
        var job = await SharedAsync();

        var refused = await Assert.ThrowsAsync<RefusedException>(() => WithdrawAsync(job.JobId, Guid.NewGuid().ToString()));

        Assert.Equal(ErrorReason.InvalidRequest, refused.Failure.Reason);
    }

    [Fact]
    public async Task An_ended_job_cannot_be_cancelled()
    {
        var job = await SharedAsync();
        var epoch = await _temp.StartRunnerAsync();
        await _temp.Store.ChangeAsync(epoch, job.JobId, current => current with { State = JobState.Submitting }, default);
        await _temp.Store.ChangeAsync(epoch, job.JobId, current => JobEndings.Succeeded(current, current.UpdateTime), default);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => WithdrawAsync(job.JobId, _first));

        Assert.Equal((ErrorReason.JobEnded, "Succeeded"), (refused.Failure.Reason, refused.Failure.Metadata["state"]));
    }

    [Fact]
    public async Task A_rotation_that_waits_is_left_to_its_runner_to_end_too_because_it_has_secrets_to_wipe()
    {
        var job = (await _temp.EnrolRotationAsync(Some.Rotation(requestId: _first))).Job;

        var withdrawn = (await WithdrawAsync(job.JobId, _first)).Job;

        Assert.Equal((JobState.Cancelling, 0), (withdrawn.State, withdrawn.JoinCount));
    }

    [Fact]
    public async Task A_rotation_that_runs_is_left_to_its_runner_to_end_and_cancelling_it_twice_is_harmless()
    {
        var job = await RunningRotationAsync();

        Assert.Equal((JobState.Cancelling, false), await StandsAsync(null));
        Assert.Equal((JobState.Cancelling, false), await StandsAsync(null));

        async Task<(JobState, bool)> StandsAsync(string? requestId)
        {
            var withdrawal = await WithdrawAsync(job.JobId, requestId);
            return (withdrawal.Job.State, withdrawal.Detached);
        }
    }

    [Fact]
    public async Task A_stranger_to_a_rotation_is_told_of_the_call_that_makes_rotations()
    {
        var job = await RunningRotationAsync();

        var refused = await Assert.ThrowsAsync<RefusedException>(() => WithdrawAsync(job.JobId, Guid.NewGuid().ToString()));

        var field = Assert.Single(refused.Failure.Fields);
        Assert.Equal("request_id", field.Field);
        Assert.Contains("RotateConnectionCredentials", field.Description, StringComparison.Ordinal);
        Assert.Equal(JobState.Running, (await _temp.Store.FindAsync(job.JobId, default))!.State);
    }

    [Fact]
    public async Task An_unknown_job_is_not_found() =>
        Assert.Equal(ErrorReason.JobNotFound, (await Assert.ThrowsAsync<RefusedException>(() => WithdrawAsync("nowhere", null))).Failure.Reason);

    [Fact]
    public async Task A_caller_withdraws_its_own_request_and_needs_not_say_which()
    {
        var job = await OfTwoCallersAsync();

        var withdrawal = await WithdrawAsync(job.JobId, null, SomeCaller.Named("etl"));

        Assert.Equal((true, 1), (withdrawal.Detached, withdrawal.Job.JoinCount));
    }

    [Theory]
    [InlineData(Role.Refresher)]
    [InlineData(Role.Admin)]
    public async Task Nobody_withdraws_by_accident_what_others_asked_for(Role role)
    {
        var job = await OfTwoCallersAsync();

        var unnamed = await Assert.ThrowsAsync<RefusedException>(() => WithdrawAsync(job.JobId, null, SomeCaller.Named("other", role)));
        var named = await Assert.ThrowsAsync<RefusedException>(() => WithdrawAsync(job.JobId, _first, SomeCaller.Named("other", role)));

        Assert.Equal(ErrorReason.PermissionDenied, unnamed.Failure.Reason);
        Assert.Equal(ErrorReason.InvalidRequest, named.Failure.Reason);
    }

    [Fact]
    public async Task An_admin_cancels_for_all_when_it_says_so()
    {
        var job = await OfTwoCallersAsync();

        var withdrawal = await WithdrawAsync(job.JobId, null, SomeCaller.Named("operator", Role.Admin), forAll: true);

        Assert.Equal((JobState.Cancelled, 0), (withdrawal.Job.State, withdrawal.Job.JoinCount));
    }

    [Fact]
    public async Task Cancelling_for_all_is_an_admins_right()
    {
        var job = await OfTwoCallersAsync();

        var refused = await Assert.ThrowsAsync<RefusedException>(() => WithdrawAsync(job.JobId, null, SomeCaller.Named("etl", Role.Rotator), forAll: true));

        Assert.Equal((ErrorReason.PermissionDenied, "admin"), (refused.Failure.Reason, refused.Failure.Metadata["needs"]));
    }

    [Fact]
    public async Task A_job_outside_of_the_callers_scope_is_not_there()
    {
        var job = await OfTwoCallersAsync();

        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => WithdrawAsync(job.JobId, null, SomeCaller.Named("etl", Role.Admin, SomeCaller.Scope(["marketing"])), forAll: true));

        Assert.Equal(ErrorReason.JobNotFound, refused.Failure.Reason);
    }

    private async Task<JobRecord> OfTwoCallersAsync()
    {
        await _temp.EnrolAsync(Some.Request(requestId: _first) with { Caller = "etl" });
        return (await _temp.EnrolAsync(Some.Request(requestId: _second) with { Caller = "board" })).Job;
    }

    private async Task<JobRecord> RunningRotationAsync()
    {
        var job = (await _temp.EnrolRotationAsync(Some.Rotation(requestId: _first))).Job;
        return await _temp.Store.ChangeAsync(await _temp.StartRunnerAsync(), job.JobId, current => current with { State = JobState.Running }, default);
    }

    private async Task<JobRecord> SharedAsync()
    {
        await _temp.EnrolAsync(Some.Request(requestId: _first));
        return (await _temp.EnrolAsync(Some.Request(requestId: _second))).Job;
    }

    private Task<Withdrawal> WithdrawAsync(string jobId, string? requestId, Caller? caller = null, bool forAll = false) =>
        _temp.Store.WithdrawAsync(new WithdrawalRequest(jobId, requestId, forAll, caller ?? Caller.Anonymous("127.0.0.2")), default);
}
