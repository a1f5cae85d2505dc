using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog.Connections;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Storage;
using GrpcRefresh.V1;
using Microsoft.Extensions.DependencyInjection;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Cli;

public sealed class JobCommandTests : ToolTest
{
    protected override TimeSpan JobDuration => TimeSpan.FromMinutes(10);

    [Fact]
    public async Task A_watch_tells_every_change_and_how_it_ended()
    {
        var jobId = await RunningAsync();
        EndInTableau();

        var run = await RunAsync($"job watch {jobId}");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Matches($"^[0-9TZ:-]+  {jobId}  SUCCEEDED        Sales / Orders$", run.Lines[^1]);
    }

    [Fact]
    public async Task A_watch_in_json_goes_on_after_a_token()
    {
        var jobId = await RunningAsync();
        EndInTableau();
        var whole = Objects(await RunAsync($"job watch {jobId} -o json"));
        var events = await Service.WatchToEndAsync(jobId, (await Service.WatchToEndAsync(jobId))[^1].ResumeToken);

        var rest = await RunAsync($"job watch {jobId} --resume-token {Text(whole[^1], "resumeToken")} -o json");

        Assert.Empty(events);
        Assert.Equal(("WATCH_EVENT_TERMINAL", "JOB_STATE_SUCCEEDED"), (Text(whole[^1], "event"), Text(whole[^1], "job", "state")));
        Assert.Equal((0, ""), (rest.ExitCode, rest.Output));
    }

    [Fact]
    public async Task A_cancelled_job_is_an_exit_code_of_its_own()
    {
        Service.Tableau.Settings.CancelDelay = TimeSpan.FromMilliseconds(100);
        var jobId = await RunningAsync();

        var cancel = await RunAsync($"job cancel {jobId}");
        var watch = await RunAsync($"job watch {jobId}");

        Assert.Equal(0, cancel.ExitCode);
        Assert.Contains("  CANCELLING ", cancel.Output, StringComparison.Ordinal);
        Assert.Equal(4, watch.ExitCode);
        Assert.Equal(JobState.Cancelled, (await Service.EndOfAsync(jobId)).State);
    }

    [Fact]
    public async Task A_rotation_is_shown_with_its_numbers_in_place_of_content()
    {
        var first = await RotationAsync();

        var list = await RunAsync("job list");
        var get = await RunAsync($"job get {first.JobId}");
        var watch = await RunAsync($"job watch {first.JobId} --resume-token {ResumeToken.After(first)}");
        var json = Objects(await RunAsync($"job watch {first.JobId} --resume-token {ResumeToken.After(first)} -o json"));

        Assert.Equal((0, ""), (list.ExitCode, list.Errors));
        Assert.Matches($"^{first.JobId}  [0-9TZ:-]+  SUCCEEDED        rotation of 2 connections  1 updated · 1 verified$", Assert.Single(list.Lines));
        Assert.Equal((0, ""), (get.ExitCode, get.Errors));
        Assert.Contains("content       rotation of 2 connections\nconnections   1 updated · 1 verified\nproved        1 uses-new\nold secret    dead\n", get.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (watch.ExitCode, watch.Errors));
        Assert.EndsWith("RUNNING          rotation of 2 connections  2 planned", watch.Lines[0], StringComparison.Ordinal);
        Assert.EndsWith("SUCCEEDED        rotation of 2 connections  1 updated · 1 verified", watch.Lines[^1], StringComparison.Ordinal);
        Assert.Equal(1, json[^1].GetProperty("changedSteps")[0].GetProperty("number").GetInt32());
    }

    [Fact]
    public async Task A_withdrawn_request_says_that_others_wait()
    {
        var id = $"{Guid.NewGuid()}";
        var started = await Service.RefreshAsync(Datasource("Orders", "Sales"), requestId: id);
        await Service.RefreshAsync(Datasource("Orders", "Sales"), Freshness.JoinActive);

        var run = await RunAsync($"job cancel {started.Job.JobId} --request-id {id}");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("Only this request was withdrawn: 1 still wait for the job.\n", run.Errors);
    }

    [Fact]
    public async Task An_unknown_outcome_is_an_exit_code_of_its_own()
    {
        var jobId = await RunningAsync();
        Service.Tableau.World.Vanish(Service.Tableau.World.Jobs.Single().Luid);

        var run = await RunAsync($"job watch {jobId}");

        Assert.Equal(6, run.ExitCode);
        Assert.Contains("UNKNOWN_OUTCOME", run.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timeout_ends_the_waiting_and_not_the_job()
    {
        var jobId = await RunningAsync();

        var run = await RunAsync($"job watch {jobId} --timeout 0.1s");

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("The jobs go on", run.Errors, StringComparison.Ordinal);
        Assert.Equal(JobState.Running, (await Service.Jobs.GetJobAsync(new GetJobRequest { JobId = jobId })).Job.State);
    }

    [Fact]
    public async Task Get_shows_every_fact_and_an_unknown_job_is_refused()
    {
        var jobId = await RunningAsync();

        var run = await RunAsync($"job get {jobId} nothing-like-it");

        Assert.Equal(7, run.ExitCode);
        Assert.Contains("state         RUNNING\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("content       Sales / Orders (datasource ", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("job nothing-like-it: JOB_NOT_FOUND: ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_filtered_and_limited()
    {
        var jobId = await RunningAsync();
        await Service.RefreshAsync(Datasource("Orders", "Sales"));

        var running = await RunAsync("job list --state running --state JOB_STATE_PENDING --site  --since 1h");
        var latest = await RunAsync("job list --limit 1");
        var elsewhere = await RunAsync("job list --site marketing -o json");

        Assert.StartsWith(jobId, Assert.Single(running.Lines), StringComparison.Ordinal);
        Assert.Contains("  QUEUED  ", Assert.Single(latest.Lines), StringComparison.Ordinal);
        Assert.Equal((0, ""), (elsewhere.ExitCode, elsewhere.Output));
    }

    [Fact]
    public async Task Without_ids_all_jobs_are_watched_until_the_time_is_up() =>
        Assert.Equal(5, (await RunAsync("job watch --state running --timeout 0.1s")).ExitCode);

    private async Task<string> RunningAsync()
    {
        var jobId = (await Service.RefreshAsync(Datasource("Orders", "Sales"))).Job.JobId;
        await Service.UntilAsync(jobId, job => job.State == JobState.Running);
        return jobId;
    }

    private void EndInTableau() => Service.Tableau.World.ChangeJob(Service.Tableau.World.Jobs.Single().Luid, duration: TimeSpan.FromSeconds(1));

    /// <summary>A rotation from its beginning, which is answered, to its end, in one commit: nobody runs it meanwhile.</summary>
    private async Task<JobRecord> RotationAsync()
    {
        var now = DateTimeOffset.UtcNow;
        var tally = new RotationTally
        {
            OldSecret = OldSecret.Dead,
            Verification = Verification.RefreshCanary,
            OnFailure = OnFailure.Stop,
            States = new Dictionary<RotationStepState, int> { [RotationStepState.Planned] = 2 },
        };
        var ended = tally with
        {
            States = new Dictionary<RotationStepState, int> { [RotationStepState.Updated] = 1, [RotationStepState.Verified] = 1 },
            Proofs = new Dictionary<ProofLevel, int> { [ProofLevel.UsesNew] = 1 },
        };
        var connection = new ConnectionRecord(
            new SiteKey(SiteKey.DefaultServer, ""), ConnectionItemType.Datasource, "0a1b", "Orders", ["Sales"], "c1", "snowflake", "", "", "", "", AuthenticationKind.Password, true, default, "");
        var step = new RotationStepRecord { Number = 1, Connection = connection, State = RotationStepState.Verified, CredentialKey = "", NewUserName = "" };
        var asked = new RotationEnrolment(tally, [connection.Site], null, "", new Dictionary<string, string>(), "127.0.0.1", null);
        return await Service.Services.GetRequiredService<SqliteDatabase>().WriteAsync(
            db =>
            {
                var queued = new JobEnrolment(db, now).Enrol(asked, mayCreate: true, 1, (_, _) => { }).Job;
                var (running, _) = JobRows.Update(db, queued, queued with { State = JobState.Running }, now);
                JobRows.Update(db, running, JobEndings.Succeeded(running, now) with { Rotation = ended, ChangedSteps = [step] }, now);
                return queued;
            },
            _ => { },
            default);
    }
}
