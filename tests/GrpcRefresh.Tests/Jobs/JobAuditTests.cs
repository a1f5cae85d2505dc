using Dapper;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Audit;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;
using Microsoft.Data.Sqlite;

namespace GrpcRefresh.Tests.Jobs;

public sealed class JobAuditTests : IAsyncLifetime
{
    private static readonly OnBehalf TheAnalyst = new("ANA", "ANALYST", "DB.PUBLIC.NIGHTLY", "01b2");

    private TempStore _temp = null!;
    private RunEpoch _epoch = null!;

    public async Task InitializeAsync()
    {
        _temp = await TempStore.OpenAsync();
        _epoch = await _temp.StartRunnerAsync();
    }

    public async Task DisposeAsync() => await _temp.DisposeAsync();

    [Fact]
    public async Task A_request_is_written_down_with_who_asked_and_for_whom()
    {
        var id = Guid.NewGuid().ToString();
        var job = (await _temp.EnrolAsync(Some.Request(requestId: id, onBehalfOf: TheAnalyst))).Job;

        var row = Assert.Single(await RowsAsync(job.JobId));

        Assert.Equal(("CALL_REFRESH", "ACCEPTED", $"STARTED, FULL, request_id {id}"), (row.Action, row.Outcome, row.Detail));
        Assert.Equal(("127.0.0.1", "ANA", "ANALYST", "DB.PUBLIC.NIGHTLY", "01b2"), (row.Actor, row.BehalfUser, row.BehalfRole, row.BehalfTask, row.BehalfQuery));
        Assert.Equal(("default", "", "DATASOURCE", "0a1b"), (row.Server, row.Site, row.ItemType, row.ItemLuid));
    }

    [Fact]
    public async Task Whoever_joins_is_written_down_but_the_job_stays_the_first_ones()
    {
        await _temp.EnrolAsync(Some.Request(onBehalfOf: TheAnalyst));
        var joined = (await _temp.EnrolAsync(Some.Request(onBehalfOf: TheAnalyst with { User = "BEN" }))).Job;

        Assert.Equal("ANA", joined.OnBehalfOf!.User);
        Assert.Equal([("ANA", "STARTED, FULL"), ("BEN", "JOINED, FULL")], (await RowsAsync(joined.JobId)).Select(row => (row.BehalfUser, row.Detail)));
    }

    [Fact]
    public async Task A_repeated_request_has_its_row_from_the_first_time()
    {
        var id = Guid.NewGuid().ToString();
        var job = (await _temp.EnrolAsync(Some.Request(requestId: id))).Job;
        await _temp.EnrolAsync(Some.Request(requestId: id));

        Assert.Single(await RowsAsync(job.JobId));
    }

    [Fact]
    public async Task A_life_without_trouble_is_four_rows()
    {
        var job = (await _temp.EnrolAsync(Some.Request(onBehalfOf: TheAnalyst))).Job;
        await ChangeAsync(job, Submitting);
        await ChangeAsync(job, current => current with { State = JobState.Pending, TableauJobId = "t1" });
        await ChangeAsync(job, current => current with { State = JobState.Running });
        await ChangeAsync(job, current => JobEndings.Succeeded(current, current.UpdateTime));

        var rows = await RowsAsync(job.JobId);

        Assert.Equal(
            [("CALL_REFRESH", "ACCEPTED"), ("TABLEAU_REFRESH", "INTENDED"), ("TABLEAU_REFRESH", "ACCEPTED"), ("JOB_END", "SUCCEEDED")],
            rows.Select(row => (row.Action, row.Outcome)));
        Assert.Equal(("attempt 1, FULL", "Tableau's job t1"), (rows[1].Detail, rows[2].Detail));
        Assert.All(rows, row => Assert.Equal("ANA", row.BehalfUser));
    }

    [Fact]
    public async Task Without_its_row_a_request_is_not_recorded()
    {
        await RefuseAsync("CALL_REFRESH");

        await Assert.ThrowsAsync<SqliteException>(() => _temp.EnrolAsync(Some.Request()));

        Assert.Equal((null, null), await _temp.Store.InLaneAsync(Some.Job().Lane, default));
    }

    [Fact]
    public async Task Without_its_row_Tableau_is_not_to_be_asked()
    {
        var job = (await _temp.EnrolAsync(Some.Request())).Job;
        await RefuseAsync("TABLEAU_REFRESH");

        await Assert.ThrowsAsync<SqliteException>(() => ChangeAsync(job, Submitting));

        Assert.Equal(JobState.Queued, (await _temp.Store.FindAsync(job.JobId, default))!.State);
    }

    [Fact]
    public async Task A_change_that_is_undone_leaves_no_row()
    {
        var job = (await _temp.EnrolAsync(Some.Request())).Job;

        await Assert.ThrowsAsync<InvalidOperationException>(() => ChangeAsync(job, current => current with { State = JobState.Running }));

        Assert.Single(await RowsAsync(job.JobId));
        Assert.True((await VerifyAsync()).Holds);
    }

    [Fact]
    public async Task A_cancel_tells_who_withdrew_and_who_was_last()
    {
        var id = Guid.NewGuid().ToString();
        await _temp.EnrolAsync(Some.Request(requestId: id));
        var job = (await _temp.EnrolAsync(Some.Request())).Job;
        await _temp.Store.WithdrawAsync(new WithdrawalRequest(job.JobId, id, false, Caller.Anonymous("10.0.0.1")), default);
        await _temp.Store.WithdrawAsync(new WithdrawalRequest(job.JobId, null, false, Caller.Anonymous("10.0.0.2")), default);

        var rows = (await RowsAsync(job.JobId)).Skip(2);

        Assert.Equal(
            [("CALL_CANCEL", "10.0.0.1", $"DETACHED, request_id {id}"), ("CALL_CANCEL", "10.0.0.2", "LAST"), ("JOB_END", "127.0.0.1", "CANCELLED")],
            rows.Select(row => (row.Action, row.Actor, row.Detail)));
    }

    [Fact]
    public async Task The_one_who_has_Tableau_stop_a_job_is_remembered()
    {
        var job = (await _temp.EnrolAsync(Some.Request())).Job;
        await ChangeAsync(job, Submitting);
        await ChangeAsync(job, current => current with { State = JobState.Pending, TableauJobId = "t1" });

        var cancelling = (await _temp.Store.WithdrawAsync(new WithdrawalRequest(job.JobId, null, false, Caller.Anonymous("10.0.0.2")), default)).Job;

        Assert.Equal((JobState.Cancelling, "10.0.0.2"), (cancelling.State, cancelling.Drive.CancelledBy));
    }

    [Fact]
    public async Task The_audit_outlives_its_jobs()
    {
        var job = (await _temp.EnrolAsync(Some.Request())).Job;
        await _temp.Store.WithdrawAsync(new WithdrawalRequest(job.JobId, null, false, Caller.Anonymous("10.0.0.2")), default);

        Assert.Equal(1, (await _temp.Store.PurgeAsync(DateTimeOffset.UtcNow.AddMinutes(1), kept: 0, default)).Deleted);

        Assert.Equal(3, (await RowsAsync(job.JobId)).Count);
    }

    [Fact]
    public async Task A_superseded_runner_writes_nothing_down()
    {
        var job = (await _temp.EnrolAsync(Some.Request())).Job;
        await _temp.StartRunnerAsync();

        await Assert.ThrowsAsync<EpochLostException>(() =>
            _temp.Store.AuditAsync(_epoch, JobAudit.Entry(job, AuditAction.TableauCancel, AuditOutcome.Intended, ""), default));

        Assert.Single(await RowsAsync(job.JobId));
    }

    [Theory]
    [InlineData(JobState.Pending, "t1", false, "ACCEPTED")]
    [InlineData(JobState.Running, "t1", true, "REFUSED")]
    [InlineData(JobState.Queued, null, false, "REFUSED")]
    [InlineData(JobState.Failed, null, false, "REFUSED")]
    [InlineData(JobState.Failed, "t1", false, "ACCEPTED")]
    [InlineData(JobState.UnknownOutcome, null, false, "UNKNOWN")]
    public void What_came_of_a_submission_is_told_by_where_it_leads(JobState state, string? tableauJobId, bool foreign, string outcome)
    {
        var after = Some.Job(state) with { TableauJobId = tableauJobId, Foreign = foreign };

        var rows = JobAudit.Of(Some.Job(JobState.Submitting), after, null).ToList();

        Assert.Equal((AuditAction.TableauRefresh, outcome), (rows[0].Action, AuditNames.Of(rows[0].Outcome)));
        Assert.Equal(JobStates.IsEnded(state), rows.Count == 2 && rows[1].Action == AuditAction.JobEnd);
    }

    private static JobRecord Submitting(JobRecord job) => job with { State = JobState.Submitting, Attempt = job.Attempt + 1 };

    private Task<JobRecord> ChangeAsync(JobRecord job, Func<JobRecord, JobRecord> change) => _temp.Store.ChangeAsync(_epoch, job.JobId, change, default);

    private Task<List<AuditRow>> RowsAsync(string chain) => _temp.Database.ReadAsync(db => AuditRows.ByEntry(db, chain, null).ToList(), default);

    private Task<AuditReport> VerifyAsync() => _temp.Database.ReadAsync(db => AuditVerification.Run(db, null), default);

    private Task<int> RefuseAsync(string action) => _temp.Database.WriteAsync(
        db => db.Execute($"create trigger full before insert on audit when new.action = '{action}' begin select raise(abort, 'the disk is full'); end"), _ => { }, default);
}
