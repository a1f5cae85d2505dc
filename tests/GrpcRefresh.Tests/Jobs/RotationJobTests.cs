using Dapper;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Tests.Jobs;

public sealed class RotationJobTests : IAsyncLifetime
{
    private static readonly SiteKey Marketing = new(SiteKey.DefaultServer, "marketing");

    private readonly string _id = Guid.NewGuid().ToString();
    private TempStore _temp = null!;

    private JobStore Store => _temp.Store;

    public async Task InitializeAsync()
    {
        _temp = await TempStore.OpenAsync();
        await _temp.Database.WriteAsync(
            db => db.Execute("create table steps (job_id text not null references jobs (job_id) on delete cascade, number integer not null) strict"), _ => { }, default);
    }

    public async Task DisposeAsync() => await _temp.DisposeAsync();

    [Fact]
    public async Task A_rotation_is_recorded_with_all_that_was_told_of_it()
    {
        var labels = new Dictionary<string, string> { ["team"] = "bi" };
        var asked = Some.Rotation(_id, sites: [Some.Site, Marketing], labels: labels) with { OnBehalfOf = new OnBehalf("ANA", "", "", "") };

        var enrolment = await _temp.EnrolRotationAsync(asked);
        var job = (await Store.FindAsync(enrolment.Job.JobId, default))!;

        Assert.Equal((Disposition.Started, 1), (enrolment.Disposition, job.JoinCount));
        Assert.Equal((JobKind.Rotation, JobState.Queued, RefreshMode.Unspecified, 1), (job.Kind, job.State, job.Mode, job.Revision));
        Assert.Equal([Some.Site, Marketing], job.Sites);
        Assert.Equal((OldSecret.Dead, 2), (job.Rotation!.OldSecret, job.Rotation.States[RotationStepState.Planned]));
        Assert.Equal(("bi", "ANA", "127.0.0.1"), (job.Labels["team"], job.OnBehalfOf!.User, job.RequestedBy));
    }

    [Fact]
    public async Task Rotations_do_not_line_up_behind_each_other()
    {
        var (first, second) = ((await _temp.EnrolRotationAsync(Some.Rotation())).Job, (await _temp.EnrolRotationAsync(Some.Rotation())).Job);

        Assert.NotEqual(first.JobId, second.JobId);
        Assert.Equal([first.JobId, second.JobId], (await Store.ActiveRotationsAsync(default)).Select(job => job.JobId));
    }

    [Fact]
    public async Task What_belongs_to_the_new_job_is_in_its_commit()
    {
        var job = (await _temp.EnrolRotationAsync(Some.Rotation(), AddStep)).Job;

        Assert.Equal([job.JobId], await StepsAsync());
    }

    [Fact]
    public async Task A_refusal_of_what_belongs_to_the_new_job_undoes_all_of_it()
    {
        var overlap = new RefusedException(new Failure(ErrorReason.RotationOverlap, "Another rotation is at it."));

        var refused = await Assert.ThrowsAsync<RefusedException>(() => _temp.EnrolRotationAsync(Some.Rotation(_id), (db, job) =>
        {
            AddStep(db, job);
            throw overlap;
        }));

        Assert.Same(overlap, refused);
        Assert.Empty(await StepsAsync());
        Assert.Empty(await Store.ActiveRotationsAsync(default));
        Assert.Equal(Disposition.Started, (await _temp.EnrolRotationAsync(Some.Rotation(_id))).Disposition);
    }

    [Fact]
    public async Task A_repeated_request_is_answered_by_its_job_and_writes_nothing()
    {
        var first = await _temp.EnrolRotationAsync(Some.Rotation(_id), AddStep);

        var again = await _temp.EnrolRotationAsync(Some.Rotation(_id), AddStep);

        Assert.Equal((first.Job.JobId, Disposition.Replayed), (again.Job.JobId, again.Disposition));
        Assert.Equal(first.Job.JobId, (await Store.FindRequestAsync(JobKind.Rotation, _id, "same body", default))!.Job.JobId);
        Assert.Single(await StepsAsync());
    }

    [Fact]
    public async Task A_request_id_stands_for_one_body_and_one_kind()
    {
        var refreshId = Guid.NewGuid().ToString();
        await _temp.EnrolRotationAsync(Some.Rotation(_id));
        await _temp.EnrolAsync(Some.Request(requestId: refreshId));

        await DemandReusedAsync(() => _temp.EnrolRotationAsync(Some.Rotation(_id, fingerprint: "another body")));
        await DemandReusedAsync(() => _temp.EnrolRotationAsync(Some.Rotation(refreshId)));
        await DemandReusedAsync(() => _temp.EnrolAsync(Some.Request(requestId: _id)));
        await DemandReusedAsync(() => Store.FindRequestAsync(JobKind.Refresh, _id, "same body", default));
    }

    [Fact]
    public async Task Rotations_count_among_the_active_jobs()
    {
        await _temp.EnrolAsync(Some.Request());

        var refused = await Assert.ThrowsAsync<RefusedException>(() => Store.EnrolRotationAsync(Some.Rotation(), maxActive: 1, AddStep, default));

        Assert.Equal(ErrorReason.ServiceBusy, refused.Failure.Reason);
        Assert.Empty(await StepsAsync());
    }

    [Fact]
    public async Task What_belongs_to_a_change_is_in_its_commit_and_undoes_it_when_it_fails()
    {
        var (epoch, job) = (await _temp.StartRunnerAsync(), (await _temp.EnrolRotationAsync(Some.Rotation())).Job);

        await Store.ChangeAsync(epoch, job.JobId, current => current, db => AddStep(db, job), default);
        Assert.Empty(await StepsAsync());

        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.ChangeAsync(epoch, job.JobId, Running, Fail, default));
        Assert.Equal((JobState.Queued, 0), ((await Store.FindAsync(job.JobId, default))!.State, (await StepsAsync()).Count));

        var changed = await Store.ChangeAsync(epoch, job.JobId, Running, db => AddStep(db, job), default);
        Assert.Equal((JobState.Running, 1), (changed.State, (await StepsAsync()).Count));

        void Fail(SqliteConnection db)
        {
            AddStep(db, job);
            throw new InvalidOperationException("the disk is full");
        }
    }

    [Fact]
    public async Task A_superseded_runner_writes_nothing_beside_its_job_either()
    {
        var (old, job) = (await _temp.StartRunnerAsync(), (await _temp.EnrolRotationAsync(Some.Rotation())).Job);
        await _temp.StartRunnerAsync();

        await Assert.ThrowsAsync<EpochLostException>(() => Store.ChangeAsync(old, job.JobId, Running, db => AddStep(db, job), default));

        Assert.Empty(await StepsAsync());
    }

    [Fact]
    public async Task The_steps_that_a_revision_changed_are_told_by_its_event_and_repeated_by_none()
    {
        var (epoch, job) = (await _temp.StartRunnerAsync(), (await _temp.EnrolRotationAsync(Some.Rotation())).Job);
        var changed = await Store.ChangeAsync(epoch, job.JobId, current => Running(current) with { ChangedSteps = [Some.Step(7)] }, default);
        await Store.ChangeAsync(epoch, job.JobId, current => current with { Progress = 50 }, default);
        await Store.WithdrawAsync(new WithdrawalRequest(job.JobId, null, false, SomeCaller.Anonymous), default);

        var events = await Store.EventsAfterAsync(job.JobId, 0, default);

        Assert.Equal(7, Assert.Single(changed.ChangedSteps).Number);
        Assert.Equal([[], [7], [], []], events!.Select(change => change.ChangedSteps.Select(step => step.Number)));
        Assert.Empty((await Store.FindAsync(job.JobId, default))!.ChangedSteps);
    }

    [Fact]
    public async Task A_step_is_kept_with_everything_known_of_it()
    {
        var (epoch, job) = (await _temp.StartRunnerAsync(), (await _temp.EnrolRotationAsync(Some.Rotation())).Job);
        var step = Some.Step(3, RotationStepState.Failed) with
        {
            Proof = ProofLevel.Stored,
            Canary = true,
            RefreshJobId = "job-9",
            Error = new Failure(ErrorReason.VerificationFailed, "It failed.") { Metadata = new Dictionary<string, string> { ["job_id"] = "job-9" } },
            UpdateTime = Some.Time,
        };
        await Store.ChangeAsync(epoch, job.JobId, current => Running(current) with { ChangedSteps = [step] }, default);

        var kept = Assert.Single((await Store.EventsAfterAsync(job.JobId, 1, default))![0].ChangedSteps);

        Assert.Equal(step with { Error = null }, kept with { Error = null, Connection = step.Connection });
        Assert.Equal((ErrorReason.VerificationFailed, "job-9"), (kept.Error!.Reason, kept.Error.Metadata["job_id"]));
        Assert.Equal(("c1", "Sales"), (kept.Connection.ConnectionId, kept.Connection.ProjectPath[0]));
    }

    [Fact]
    public async Task The_trackers_of_sites_have_nothing_to_do_with_rotations()
    {
        await _temp.EnrolRotationAsync(Some.Rotation(sites: [Marketing]));
        Assert.Empty(await Store.ActiveSitesAsync(default));

        await _temp.EnrolAsync(Some.Request());

        Assert.Equal([Some.Site], await Store.ActiveSitesAsync(default));
        Assert.Equal(JobKind.Refresh, Assert.Single(await Store.ActiveAsync(Some.Site, default)).Kind);
    }

    [Fact]
    public async Task An_ended_rotation_is_active_no_more_and_is_deleted_in_time_with_its_steps()
    {
        var epoch = await _temp.StartRunnerAsync();
        var job = (await _temp.EnrolRotationAsync(Some.Rotation(), AddStep)).Job;
        await Store.ChangeAsync(epoch, job.JobId, Running, default);
        await Store.ChangeAsync(epoch, job.JobId, current => JobEndings.Succeeded(current, current.UpdateTime), default);
        Assert.Empty(await Store.ActiveRotationsAsync(default));

        Assert.Equal(1, (await Store.PurgeAsync(DateTimeOffset.UtcNow.AddMinutes(1), kept: 0, default)).Deleted);

        Assert.Empty(await StepsAsync());
    }

    [Fact]
    public void A_job_that_was_written_before_there_were_rotations_can_be_read()
    {
        var written = JobJson.Write(Some.Job()).Replace("\"changedSteps\":[],", "", StringComparison.Ordinal).Replace("\"sites\":[],", "", StringComparison.Ordinal);
        Assert.DoesNotContain("[]", written.Replace("\"notes\":[]", "", StringComparison.Ordinal), StringComparison.Ordinal);

        var job = JobJson.Read(written);

        Assert.Equal((0, 0, null), (job.ChangedSteps.Count, job.Sites.Count, job.Rotation));
        Assert.Equal([Some.Site], job.TouchedSites);
    }

    private static JobRecord Running(JobRecord job) => job with { State = JobState.Running };

    private static void AddStep(SqliteConnection db, JobRecord job) =>
        db.Execute("insert into steps (job_id, number) values (@JobId, 1)", new { job.JobId });

    private static async Task DemandReusedAsync(Func<Task> call) =>
        Assert.Equal(ErrorReason.RequestIdReused, (await Assert.ThrowsAsync<RefusedException>(call)).Failure.Reason);

    private Task<List<string>> StepsAsync() => _temp.Database.ReadAsync(db => db.Query<string>("select job_id from steps").ToList(), default);
}
