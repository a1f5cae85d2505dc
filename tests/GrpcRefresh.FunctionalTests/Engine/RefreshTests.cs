using Grpc.Core;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Engine;

public sealed class RefreshTests
{
    private const string PostRefresh = "POST /sites/{id}/datasources/{id}/refresh";

    [Fact]
    public async Task A_refresh_queues_runs_and_succeeds_and_every_state_is_told()
    {
        await using var service = await TestService.StartAsync();
        var started = await service.RefreshAsync(Datasource("Orders", "Sales"));

        var events = await service.WatchToEndAsync(started.Job.JobId);

        Assert.Equal(Disposition.Started, started.Disposition);
        Assert.Equal(WatchEvent.Terminal, events[^1].Event);
        Assert.Equal(JobState.Succeeded, events[^1].Job.State);
        Assert.Equal(1, events[^1].Job.Attempt);
        Assert.True(events.Select(happened => happened.Job.Revision).SequenceEqual(events.Select(happened => happened.Job.Revision).Order().Distinct()));
        Assert.Empty(service.Errors.Entries);
    }

    [Fact]
    public async Task A_refresh_with_a_bad_credential_fails_in_Tableaus_words()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.World.Snowflake.SetSecrets("FINANCE_SVC", "another");

        var job = await service.EndOfAsync((await service.RefreshAsync(Datasource("Ledger", "Finance"))).Job.JobId);

        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("Incorrect username or password", Assert.Single(job.TableauNotes), StringComparison.Ordinal);
        Assert.Contains("Incorrect username or password", job.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_calls_with_one_request_id_are_one_POST()
    {
        await using var service = await TestService.StartAsync();
        var id = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => service.RefreshAsync(Datasource("Orders", "Sales"), requestId: id)));

        var jobId = Assert.Single(answers.Select(answer => answer.Job.JobId).Distinct());
        await service.EndOfAsync(jobId);
        Assert.Equal(1, service.Tableau.Requests.Routes[PostRefresh]);
        Assert.Equal(99, answers.Count(answer => answer.Disposition == Disposition.Replayed));
    }

    [Fact]
    public async Task A_hundred_calls_that_join_are_one_POST()
    {
        await using var service = await TestService.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => service.RefreshAsync(Datasource("Orders", "Sales"), Freshness.JoinActive)));

        var jobId = Assert.Single(answers.Select(answer => answer.Job.JobId).Distinct());
        await service.EndOfAsync(jobId);
        Assert.Equal(1, service.Tableau.Requests.Routes[PostRefresh]);
    }

    [Fact]
    public async Task A_hundred_calls_that_need_fresh_data_are_at_most_two_POSTs_and_each_is_given_a_run_that_began_after_it()
    {
        await using var service = await TestService.StartAsync();
        await service.Refreshes.ResolveResourceAsync(new ResolveResourceRequest { Resource = Datasource("Orders", "Sales") });

        var calls = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            var asked = DateTimeOffset.UtcNow;
            return (Asked: asked, await service.RefreshAsync(Datasource("Orders", "Sales"))).ToTuple();
        }));

        var ends = new Dictionary<string, Job>();
        foreach (var jobId in calls.Select(call => call.Item2.Job.JobId).Distinct())
        {
            ends[jobId] = await service.EndOfAsync(jobId);
        }

        Assert.InRange(service.Tableau.Requests.Routes[PostRefresh], 1, 2);
        var runs = service.Tableau.World.Jobs.ToDictionary(run => run.Luid);
        Assert.All(calls, call => Assert.True(runs[ends[call.Item2.Job.JobId].TableauJobId].StartedAt >= call.Item1));
    }

    [Fact]
    public async Task A_run_of_somebody_else_is_waited_out_by_a_caller_that_needs_fresh_data()
    {
        await using var service = await TestService.StartAsync();
        var foreign = StartForeignRun(service);
        var asked = DateTimeOffset.UtcNow;
        var started = await service.RefreshAsync(Datasource("Orders", "Sales"));
        await service.UntilAsync(started.Job.JobId, current => current is { Attempt: 1, State: JobState.Queued });

        service.EndRuns();
        var job = await service.EndOfAsync(started.Job.JobId);

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.NotEqual(foreign.Luid, job.TableauJobId);
        Assert.True(service.Tableau.World.Jobs.Single(run => run.Luid == job.TableauJobId).StartedAt >= asked);
    }

    [Fact]
    public async Task A_run_of_somebody_else_is_joined_by_a_caller_that_is_content_with_it()
    {
        await using var service = await TestService.StartAsync();
        var foreign = StartForeignRun(service);
        var started = await service.RefreshAsync(Datasource("Orders", "Sales"), Freshness.JoinActive);
        await service.UntilAsync(started.Job.JobId, current => current.Foreign);

        service.EndRuns();
        var job = await service.EndOfAsync(started.Job.JobId);

        Assert.Equal((JobState.Succeeded, foreign.Luid, true), (job.State, job.TableauJobId, job.Foreign));
    }

    [Fact]
    public async Task A_run_of_somebody_else_that_was_joined_is_let_go_of_not_stopped()
    {
        await using var service = await TestService.StartAsync();
        StartForeignRun(service);
        var started = await service.RefreshAsync(Datasource("Orders", "Sales"), Freshness.JoinActive);
        await service.UntilAsync(started.Job.JobId, current => current.Foreign);

        var cancelled = await service.Jobs.CancelJobAsync(new CancelJobRequest { JobId = started.Job.JobId });

        Assert.Equal(JobState.Cancelled, cancelled.Job.State);
        Assert.Equal(0, service.Tableau.Requests["PUT /sites/{id}/jobs/{id}"]);
    }

    [Fact]
    public async Task A_run_of_somebody_else_ends_the_job_of_a_caller_that_wants_none()
    {
        await using var service = await TestService.StartAsync();
        StartForeignRun(service);

        var job = await service.EndOfAsync((await service.RefreshAsync(Datasource("Orders", "Sales"), Freshness.RejectIfActive)).Job.JobId);

        Assert.Equal(JobState.Failed, job.State);
        Assert.Equal((int)StatusCode.Aborted, job.Error.Code);
    }

    [Fact]
    public async Task Content_without_an_extract_is_refused_at_once()
    {
        await using var service = await TestService.StartAsync();

        var refused = await Assert.ThrowsAsync<RpcException>(() => service.RefreshAsync(Workbook("Live Orders", "Sales")));

        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.Contains("no extract", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rehearsal_resolves_and_checks_but_starts_nothing()
    {
        await using var service = await TestService.StartAsync();

        var rehearsal = await service.Refreshes.RefreshResourceAsync(new RefreshResourceRequest { Resource = Datasource("Orders", "Sales"), ValidateOnly = true });

        Assert.Equal((Disposition.Started, "", "Orders"), (rehearsal.Disposition, rehearsal.Job.JobId, rehearsal.Job.Resource.Name));
        Assert.Empty((await service.Jobs.ListJobsAsync(new ListJobsRequest())).Jobs);
        Assert.False(service.Tableau.Requests.Routes.ContainsKey(PostRefresh));
    }

    [Theory]
    [InlineData("3.27", "Orders", 1, 0)]
    [InlineData("3.24", "Orders", 0, 1)]
    public async Task An_incremental_refresh_goes_the_way_that_the_version_knows(string version, string name, int posts, int taskRuns)
    {
        await using var service = await TestService.StartAsync(new TableauSimulatorOptions { ApiVersion = version, JobDuration = TimeSpan.FromMilliseconds(100) });

        var job = await service.EndOfAsync((await service.RefreshAsync(Datasource(name, "Sales"), mode: RefreshMode.Incremental)).Job.JobId);

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Equal(posts, service.Tableau.Requests.Routes.GetValueOrDefault(PostRefresh));
        Assert.Equal(taskRuns, service.Tableau.Requests.Routes.Where(route => route.Key.EndsWith("/runNow", StringComparison.Ordinal)).Sum(route => route.Value));
    }

    [Fact]
    public async Task An_incremental_refresh_without_a_way_is_refused_with_the_version()
    {
        await using var service = await TestService.StartAsync(new TableauSimulatorOptions { ApiVersion = "3.24" });

        var refused = await Assert.ThrowsAsync<RpcException>(() => service.RefreshAsync(Datasource("Ledger", "Finance"), mode: RefreshMode.Incremental));

        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.Contains("3.24", refused.Status.Detail, StringComparison.Ordinal);
    }

    /// <summary>A run by Tableau's schedule, which lasts until the test ends it.</summary>
    private static Simulation.Jobs.Job StartForeignRun(TestService service)
    {
        var foreign = service.Tableau.World.StartScheduledRefresh(service.Tableau.World.Item("Sales/Orders").Luid);
        return service.Tableau.World.ChangeJob(foreign.Luid, duration: TimeSpan.FromHours(1));
    }
}
