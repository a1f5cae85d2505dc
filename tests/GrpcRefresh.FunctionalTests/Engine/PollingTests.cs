using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.Simulation.Jobs;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;
using JobState = GrpcRefresh.V1.JobState;

namespace GrpcRefresh.FunctionalTests.Engine;

public sealed class PollingTests
{
    private const string ListJobs = "GET /sites/{id}/jobs";
    private const string GetJob = "GET /sites/{id}/jobs/{id}";

    [Theory]
    [InlineData(JobOutcome.Success, JobState.Succeeded)]
    [InlineData(JobOutcome.Completed, JobState.Succeeded)]
    [InlineData(JobOutcome.Failed, JobState.Failed)]
    [InlineData(JobOutcome.FailedSilently, JobState.Failed)]
    [InlineData(JobOutcome.FailedInStatusNotes, JobState.Failed)]
    [InlineData(JobOutcome.SuccessWithErrorNote, JobState.Failed)]
    [InlineData(JobOutcome.Cancelled, JobState.Cancelled)]
    [InlineData(JobOutcome.Unreadable, JobState.Succeeded)]
    public async Task Whatever_way_Tableau_ends_a_job_is_told_for_what_it_is(JobOutcome outcome, JobState expected)
    {
        await using var service = await TestService.StartAsync();
        var luid = service.Tableau.World.Item("Sales/Orders").Luid;
        service.Tableau.World.ChangeItem(luid, item => item with { NextOutcome = outcome });

        var job = await service.EndOfAsync((await service.RefreshAsync(Datasource("Orders", "Sales"))).Job.JobId);

        Assert.Equal(expected, job.State);
    }

    [Theory]
    [InlineData(FaultKind.Status, 500)]
    [InlineData(FaultKind.Status, 504)]
    [InlineData(FaultKind.Html, 503)]
    [InlineData(FaultKind.Reset, 0)]
    [InlineData(FaultKind.Sso, 0)]
    public async Task A_failing_poll_fails_no_job(FaultKind kind, int status)
    {
        await using var service = await TestService.StartAsync();
        var started = await service.RefreshAsync(Datasource("Orders", "Sales"));
        service.Tableau.Faults.Add(new Fault { Method = "GET", Path = "/sites/*/jobs*", Kind = kind, Status = status == 0 ? null : status, Times = 3 });

        Assert.Equal(JobState.Succeeded, (await service.EndOfAsync(started.Job.JobId)).State);
    }

    [Fact]
    public async Task A_session_lost_in_mid_run_costs_one_sign_in_for_all()
    {
        await using var service = await TestService.StartAsync(new TableauSimulatorOptions { JobDuration = TimeSpan.FromHours(1), Backgrounders = 10 });
        var jobs = await Task.WhenAll(
            service.RefreshAsync(Datasource("Orders", "Sales")),
            service.RefreshAsync(Datasource("Ledger", "Finance")),
            service.RefreshAsync(Workbook("Pipeline", "Sales", "EMEA")));
        await Task.WhenAll(jobs.Select(job => service.UntilAsync(job.Job.JobId, current => current.TableauJobId.Length > 0)));
        await SignInElsewhereAsync(service.Tableau.Url);
        service.EndRuns();

        var ends = await Task.WhenAll(jobs.Select(job => service.EndOfAsync(job.Job.JobId)));

        Assert.All(ends, job => Assert.Equal(JobState.Succeeded, job.State));
        Assert.Equal(1 + 1 + 1, service.Tableau.Requests["POST /auth/signin"]);
    }

    [Fact]
    public async Task Without_the_right_to_list_jobs_each_is_asked_about_on_its_own()
    {
        await using var service = await TestService.StartAsync(pat: "limited");

        var job = await service.EndOfAsync((await service.RefreshAsync(Datasource("Inventory Snapshot", "Operations"))).Job.JobId);

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Equal(1, service.Tableau.Requests[ListJobs]);
        Assert.NotEqual(0, service.Tableau.Requests[GetJob]);
    }

    [Fact]
    public async Task A_vanished_job_whose_content_is_fresh_has_succeeded()
    {
        await using var service = await TestService.StartAsync(new TableauSimulatorOptions { JobDuration = TimeSpan.FromSeconds(1) });
        var started = await service.RefreshAsync(Datasource("Orders", "Sales"));
        var accepted = await service.UntilAsync(started.Job.JobId, job => job.TableauJobId.Length > 0);
        service.Tableau.World.Vanish(accepted.TableauJobId);

        var job = await service.EndOfAsync(started.Job.JobId);

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Contains(job.TableauNotes, note => note.Contains("fresh as of", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_vanished_job_whose_content_shows_nothing_ends_UNKNOWN()
    {
        await using var service = await TestService.StartAsync(new TableauSimulatorOptions { JobDuration = TimeSpan.FromMinutes(10) });
        var started = await service.RefreshAsync(Datasource("Orders", "Sales"));
        var accepted = await service.UntilAsync(started.Job.JobId, job => job.TableauJobId.Length > 0);
        service.Tableau.World.Vanish(accepted.TableauJobId);

        Assert.Equal(JobState.UnknownOutcome, (await service.EndOfAsync(started.Job.JobId)).State);
    }

    [Fact]
    public async Task A_service_that_starts_while_Tableau_is_down_takes_work_by_luid_and_does_it_later()
    {
        await using var service = await TestService.StartAsync();
        var luid = service.Tableau.World.Item("Sales/Orders").Luid;
        service.Tableau.Faults.Add(new Fault { Kind = FaultKind.Html, Status = 503 });
        var started = await service.RefreshAsync(new ResourceRef { Type = ResourceType.Datasource, Luid = luid });
        await service.UntilAsync(started.Job.JobId, job => job.Revision > 2);

        service.Tableau.Faults.Clear();

        Assert.Equal(JobState.Succeeded, (await service.EndOfAsync(started.Job.JobId)).State);
    }

    /// <summary>Ends the service's session, since one token has one session.</summary>
    private static async Task SignInElsewhereAsync(Uri tableau)
    {
        using var http = new HttpClient();
        using var body = new StringContent(
            """<tsRequest><credentials personalAccessTokenName="demo" personalAccessTokenSecret="demo-secret"><site contentUrl=""/></credentials></tsRequest>""");
        using var answer = await http.PostAsync(new Uri(tableau, "/api/3.27/auth/signin"), body);
        answer.EnsureSuccessStatusCode();
    }
}
