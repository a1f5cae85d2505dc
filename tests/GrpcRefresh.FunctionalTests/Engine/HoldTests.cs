using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Simulation;
using GrpcRefresh.Testing;
using GrpcRefresh.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Engine;

public sealed class HoldTests
{
    private const string PostRefresh = "POST /sites/{id}/datasources/{id}/refresh";

    [Fact]
    public async Task A_refresh_of_held_content_waits_for_the_release_while_others_and_the_holders_own_go_on()
    {
        await using var service = await TestService.StartAsync();
        var (orders, ledger) = (Lane(service, "Sales/Orders"), Lane(service, "Finance/Ledger"));
        Holds(service).Hold("rotation", [orders, ledger]);

        var waiting = await service.RefreshAsync(Datasource("Orders", "Sales"));
        var own = await AskAsync(service, ledger, "rotation");

        Assert.Equal(JobState.Succeeded, (await service.EndOfAsync(own.Job.JobId)).State);
        Assert.Equal(1, service.Tableau.Requests.Routes[PostRefresh]);
        Assert.Equal((JobState.Queued, 0), await StandsAsync(service, waiting));

        Holds(service).ReleaseAll("rotation");

        Assert.Equal(JobState.Succeeded, (await service.EndOfAsync(waiting.Job.JobId)).State);
        Assert.Equal(2, service.Tableau.Requests.Routes[PostRefresh]);
        Assert.Empty(service.Errors.Entries);
    }

    [Fact]
    public async Task A_held_refresh_goes_when_the_holder_joins_it()
    {
        await using var service = await TestService.StartAsync();
        var orders = Lane(service, "Sales/Orders");
        Holds(service).Hold("rotation", [orders]);
        var waiting = await service.RefreshAsync(Datasource("Orders", "Sales"));
        await DemandQueuedAsync(service, waiting);

        var own = await AskAsync(service, orders, "rotation");

        Assert.Equal((waiting.Job.JobId, Disposition.Joined), (own.Job.JobId, own.Disposition));
        Assert.Equal(JobState.Succeeded, (await service.EndOfAsync(waiting.Job.JobId)).State);
    }

    [Fact]
    public async Task A_release_needs_no_poll_and_no_time_to_pass()
    {
        await using var service = await TestService.StartAsync(new TableauSimulatorOptions { Time = new ManualClock() });
        Holds(service).Hold("rotation", [Lane(service, "Sales/Orders")]);
        var waiting = await service.RefreshAsync(Datasource("Orders", "Sales"));
        await service.UntilAsync((await service.RefreshAsync(Datasource("Ledger", "Finance"))).Job.JobId, job => job.State == JobState.Pending);
        Assert.Equal((JobState.Queued, 0), await StandsAsync(service, waiting));

        Holds(service).ReleaseAll("rotation");

        Assert.Equal(1, (await service.UntilAsync(waiting.Job.JobId, job => job.State == JobState.Pending)).Attempt);
    }

    [Fact]
    public async Task A_held_refresh_can_be_withdrawn()
    {
        await using var service = await TestService.StartAsync();
        Holds(service).Hold("rotation", [Lane(service, "Sales/Orders")]);
        var waiting = await service.RefreshAsync(Datasource("Orders", "Sales"));

        var cancelled = await service.Jobs.CancelJobAsync(new CancelJobRequest { JobId = waiting.Job.JobId });

        Assert.Equal(JobState.Cancelled, cancelled.Job.State);
        Assert.Equal(0, service.Tableau.Requests[PostRefresh]);
    }

    [Fact]
    public async Task What_is_held_again_while_the_service_starts_is_not_submitted_before()
    {
        await using var service = await TestService.StartAsync();
        var orders = Lane(service, "Sales/Orders");
        Holds(service).Hold("rotation", [orders]);
        var waiting = await service.RefreshAsync(Datasource("Orders", "Sales"));

        service.AlsoAtStart = services => services.AddHostedService(provider => new Holder(provider.GetRequiredService<LaneHolds>(), orders));
        await service.RestartAsync();
        await DemandQueuedAsync(service, waiting);

        Holds(service).ReleaseAll("rotation");
        Assert.Equal(JobState.Succeeded, (await service.EndOfAsync(waiting.Job.JobId)).State);
    }

    /// <summary>Another refresh that was asked for later has been through everything: the tracker had its chance.</summary>
    private static async Task DemandQueuedAsync(TestService service, RefreshResourceResponse waiting)
    {
        await service.EndOfAsync((await service.RefreshAsync(Datasource("Ledger", "Finance"))).Job.JobId);
        Assert.Equal((JobState.Queued, 0), await StandsAsync(service, waiting));
    }

    private static async Task<(JobState State, int Attempt)> StandsAsync(TestService service, RefreshResourceResponse asked)
    {
        var job = (await service.Jobs.GetJobAsync(new GetJobRequest { JobId = asked.Job.JobId })).Job;
        return (job.State, job.Attempt);
    }

    private static Task<Enrolment> AskAsync(TestService service, Lane lane, string holder) => service.Services.GetRequiredService<JobStore>().EnrolAsync(
        new JobRequest(
            new CatalogItem(lane.Site, lane.Type, lane.Luid, "", [], "", "", null, null),
            new ResourceReference(lane.Type, lane.Site.Server, lane.Site.ContentUrl, lane.Luid, null, null),
            RefreshMode.Full,
            Freshness.AfterRequest,
            RequestId: null,
            Fingerprint: "",
            new Dictionary<string, string>(),
            "rotation",
            OnBehalfOf: null)
        {
            PassesHoldOf = holder,
        },
        10,
        default);

    private static LaneHolds Holds(TestService service) => service.Services.GetRequiredService<LaneHolds>();

    private static Lane Lane(TestService service, string path) =>
        new(new SiteKey(SiteKey.DefaultServer, ""), ResourceType.Datasource, service.Tableau.World.Item(path).Luid);

    private sealed class Holder(LaneHolds holds, Lane lane) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken)
        {
            holds.Hold("rotation", [lane]);
            return Task.CompletedTask;
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
