using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation.Faults;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Engine;

public sealed class LostAnswerTests
{
    private const string PostRefresh = "POST /sites/{id}/datasources/{id}/refresh";
    private const string RefreshPath = "/sites/*/datasources/*/refresh";

    [Fact]
    public async Task A_POST_whose_answer_is_lost_is_found_in_the_list_and_not_repeated()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.Faults.Add(new Fault { Method = "POST", Path = RefreshPath, Kind = FaultKind.DropReply, Times = 1 });

        var job = await service.EndOfAsync((await service.RefreshAsync(Datasource("Orders", "Sales"))).Job.JobId);

        Assert.Equal((JobState.Succeeded, 1), (job.State, job.Attempt));
        Assert.Equal(1, service.Tableau.Requests[PostRefresh]);
        Assert.Equal(job.TableauJobId, Assert.Single(service.Tableau.World.Jobs).Luid);
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Html)]
    [InlineData(FaultKind.Sso)]
    public async Task A_POST_that_Tableau_never_took_is_repeated_once_that_is_clear(FaultKind kind)
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.Faults.Add(new Fault { Method = "POST", Path = RefreshPath, Kind = kind, Times = 1 });

        var job = await service.EndOfAsync((await service.RefreshAsync(Datasource("Orders", "Sales"))).Job.JobId);

        Assert.Equal((JobState.Succeeded, 2), (job.State, job.Attempt));
        Assert.Single(service.Tableau.World.Jobs);
        Assert.Contains(job.TableauNotes, note => note.Contains("shows no such job", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_right_to_list_jobs_a_lost_answer_ends_UNKNOWN()
    {
        await using var service = await TestService.StartAsync(pat: "limited");
        service.Tableau.Faults.Add(new Fault { Method = "POST", Path = RefreshPath, Kind = FaultKind.DropReply });

        var job = await service.EndOfAsync((await service.RefreshAsync(Datasource("Inventory Snapshot", "Operations"))).Job.JobId);

        Assert.Equal(JobState.UnknownOutcome, job.State);
        Assert.Single(service.Tableau.World.Jobs);
    }

    [Fact]
    public async Task A_throttled_POST_waits_as_long_as_Tableau_says()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.Faults.Add(new Fault { Method = "POST", Path = RefreshPath, Kind = FaultKind.Status, Status = 429, Code = "429000", RetryAfter = 1, Times = 1 });

        var job = await service.EndOfAsync((await service.RefreshAsync(Datasource("Orders", "Sales"))).Job.JobId);

        Assert.Equal((JobState.Succeeded, 2), (job.State, job.Attempt));
        Assert.Equal(2, service.Tableau.Requests[PostRefresh]);
    }

    [Fact]
    public async Task A_refused_POST_fails_the_job_with_Tableaus_reason()
    {
        await using var service = await TestService.StartAsync();
        service.Tableau.Faults.Add(new Fault { Method = "POST", Path = RefreshPath, Kind = FaultKind.Status, Status = 403, Code = "403032" });

        var job = await service.EndOfAsync((await service.RefreshAsync(Datasource("Orders", "Sales"))).Job.JobId);

        Assert.Equal(JobState.Failed, job.State);
        Assert.Equal(1, service.Tableau.Requests[PostRefresh]);
    }
}
