using GrpcRefresh.Client;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Client;

/// <summary>The service goes away under its watchers and comes back.</summary>
public sealed class RestartTests : IAsyncLifetime
{
    private TestService _service = null!;
    private GrpcRefreshClient _client = null!;
    private string _jobId = null!;

    public async Task InitializeAsync()
    {
        _service = await TestService.StartAsync(new TableauSimulatorOptions { JobDuration = TimeSpan.FromMinutes(10) });
        _client = new GrpcRefreshClient(new GrpcRefreshClientOptions { Address = _service.Url });
        _jobId = (await _client.RefreshAsync(Datasource("Orders", "Sales"))).Job.JobId;
        await _service.UntilAsync(_jobId, job => job.State == JobState.Running);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task A_watch_goes_on_and_tells_no_revision_twice()
    {
        await using var watch = _client.WatchAsync(_jobId).GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());
        var updates = new List<JobUpdate> { watch.Current };
        var next = watch.MoveNextAsync().AsTask();

        await _service.RestartAsync();
        EndInTableau();
        while (await next.WaitAsync(Patience))
        {
            updates.Add(watch.Current);
            next = watch.MoveNextAsync().AsTask();
        }

        Assert.Equal((WatchEvent.Terminal, JobState.Succeeded), (updates[^1].Event, updates[^1].Job.State));
        Assert.Equal(updates.Select(update => update.Job.Revision).Order().Distinct(), updates.Select(update => update.Job.Revision));
    }

    [Fact]
    public async Task A_watch_goes_on_in_another_client_with_the_token()
    {
        await using var watch = _client.WatchAsync(_jobId).GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());
        var (seen, token) = (watch.Current.Job.Revision, watch.Current.ResumeToken);

        await _service.RestartAsync();
        EndInTableau();
        using var another = new GrpcRefreshClient(_service.Channel.CreateCallInvoker());
        var rest = await another.WatchAsync(_jobId, token).ToListAsync().AsTask().WaitAsync(Patience);

        Assert.All(rest, update => Assert.True(update.Job.Revision > seen));
        Assert.Equal(JobState.Succeeded, rest[^1].Job.State);
    }

    [Fact]
    public async Task A_watch_of_many_says_that_it_begins_anew_and_misses_no_end()
    {
        await using var watch = _client.WatchManyAsync().GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal((WatchEvent.Snapshot, _jobId), (watch.Current.Event, watch.Current.Job?.JobId));
        var next = watch.MoveNextAsync().AsTask();

        await _service.RestartAsync();
        Assert.True(await next.WaitAsync(Patience));
        Assert.Equal(WatchEvent.Reset, watch.Current.Event);
        EndInTableau();
        do
        {
            Assert.True(await watch.MoveNextAsync().AsTask().WaitAsync(Patience));
        }
        while (watch.Current.Job?.State != JobState.Succeeded);
    }

    [Fact]
    public async Task A_wait_lasts_through_the_restart()
    {
        var wait = _client.WaitAsync(_jobId);

        await _service.RestartAsync();
        EndInTableau();

        Assert.Equal(JobState.Succeeded, (await wait.WaitAsync(Patience)).State);
        Assert.Single(_service.Tableau.World.Jobs);
    }

    private void EndInTableau() => _service.Tableau.World.ChangeJob(_service.Tableau.World.Jobs.Single().Luid, duration: TimeSpan.FromSeconds(1));
}
