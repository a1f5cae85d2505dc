using Grpc.Core;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Engine;

public sealed class CancelTests
{
    private const string PutCancel = "PUT /sites/{id}/jobs/{id}";

    private static readonly TableauSimulatorOptions LongRuns = new() { JobDuration = TimeSpan.FromMinutes(10) };

    [Fact]
    public async Task The_only_caller_cancels_the_run_in_Tableau()
    {
        await using var service = await TestService.StartAsync(LongRuns);
        service.Tableau.Settings.CancelDelay = TimeSpan.FromMilliseconds(100);
        var started = await service.RefreshAsync(Datasource("Orders", "Sales"));
        await service.UntilAsync(started.Job.JobId, job => job.State == JobState.Running);

        var cancelled = await service.Jobs.CancelJobAsync(new CancelJobRequest { JobId = started.Job.JobId });

        Assert.Equal((JobState.Cancelling, false), (cancelled.Job.State, cancelled.Detached));
        Assert.Equal(JobState.Cancelled, (await service.EndOfAsync(started.Job.JobId)).State);
        Assert.Equal(1, service.Tableau.Requests[PutCancel]);
    }

    [Fact]
    public async Task One_of_two_callers_only_detaches()
    {
        await using var service = await TestService.StartAsync(LongRuns);
        var id = Guid.NewGuid().ToString();
        var started = await service.RefreshAsync(Datasource("Orders", "Sales"), requestId: id);
        await service.RefreshAsync(Datasource("Orders", "Sales"), Freshness.JoinActive);

        var cancelled = await service.Jobs.CancelJobAsync(new CancelJobRequest { JobId = started.Job.JobId, RequestId = id });
        await service.UntilAsync(started.Job.JobId, job => job.TableauJobId.Length > 0);
        service.EndRuns();

        Assert.True(cancelled.Detached);
        Assert.Equal(JobState.Succeeded, (await service.EndOfAsync(started.Job.JobId)).State);
        Assert.Equal(0, service.Tableau.Requests[PutCancel]);
    }

    [Fact]
    public async Task A_follow_up_that_is_cancelled_never_reaches_Tableau()
    {
        await using var service = await TestService.StartAsync(LongRuns);
        var head = await service.RefreshAsync(Datasource("Orders", "Sales"));
        await service.UntilAsync(head.Job.JobId, job => job.TableauJobId.Length > 0);
        var followUp = await service.RefreshAsync(Datasource("Orders", "Sales"));

        var cancelled = await service.Jobs.CancelJobAsync(new CancelJobRequest { JobId = followUp.Job.JobId });

        service.EndRuns();

        Assert.Equal((Disposition.Queued, JobState.Cancelled), (followUp.Disposition, cancelled.Job.State));
        Assert.Equal(JobState.Succeeded, (await service.EndOfAsync(head.Job.JobId)).State);
        Assert.Single(service.Tableau.World.Jobs);
    }

    [Fact]
    public async Task A_cancel_that_Tableau_refuses_gives_the_job_back_with_a_note()
    {
        await using var service = await TestService.StartAsync(LongRuns, pat: "limited");
        var started = await service.RefreshAsync(Datasource("Inventory Snapshot", "Operations"));
        await service.UntilAsync(started.Job.JobId, job => job.State == JobState.Running);

        await service.Jobs.CancelJobAsync(new CancelJobRequest { JobId = started.Job.JobId });
        await service.UntilAsync(started.Job.JobId, current => current is { State: JobState.Running, TableauNotes.Count: > 0 });
        service.EndRuns();
        var job = await service.EndOfAsync(started.Job.JobId);

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Contains(job.TableauNotes, note => note.Contains("refuses to cancel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_ended_job_cannot_be_cancelled()
    {
        await using var service = await TestService.StartAsync();
        var started = await service.RefreshAsync(Datasource("Orders", "Sales"));
        await service.EndOfAsync(started.Job.JobId);

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await service.Jobs.CancelJobAsync(new CancelJobRequest { JobId = started.Job.JobId }));

        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
    }
}
