using GrpcRefresh.Client;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.V1;
using static GrpcRefresh.FunctionalTests.Infrastructure.CallExtensions;

namespace GrpcRefresh.FunctionalTests.Client;

public sealed class ClientTests : IAsyncLifetime
{
    private TestService _service = null!;
    private GrpcRefreshClient _client = null!;

    public async Task InitializeAsync()
    {
        _service = await TestService.StartAsync();
        _client = new GrpcRefreshClient(new GrpcRefreshClientOptions { Address = _service.Url });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task A_refresh_is_waited_for_until_it_has_succeeded()
    {
        var job = await _client.RefreshAndWaitAsync(Orders()).WaitAsync(Patience);

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Single(_service.Tableau.World.Jobs);
    }

    [Fact]
    public async Task Who_really_asks_travels_with_the_request()
    {
        var behalf = new OnBehalfOf { User = "ANA", Role = "ANALYST", Task = "DB.PUBLIC.NIGHTLY", QueryId = "01b2" };
        var request = new RefreshResourceRequest { Resource = Datasource("Orders", "Sales"), OnBehalfOf = behalf };

        var recorded = (await _client.RefreshAsync(request)).Job;

        Assert.Equal(behalf, recorded.OnBehalfOf);
        Assert.Equal(behalf, (await _service.EndOfAsync(recorded.JobId)).OnBehalfOf);
    }

    [Fact]
    public async Task A_refresh_that_fails_says_so_in_Tableaus_words()
    {
        _service.Tableau.World.Snowflake.SetSecrets("FINANCE_SVC", "another");

        var failed = await Assert.ThrowsAsync<JobFailedException>(() =>
            _client.RefreshAndWaitAsync(new RefreshResourceRequest { Resource = Datasource("Ledger", "Finance") }).WaitAsync(Patience));

        Assert.Equal((JobState.Failed, ErrorReason.RefreshFailed), (failed.Job.State, failed.Reason));
        Assert.Contains("Incorrect username or password", Assert.Single(failed.Job.TableauNotes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ambiguous_name_is_refused_with_its_candidates()
    {
        var refused = await Assert.ThrowsAsync<GrpcRefreshException>(() => _client.RefreshAsync(Workbook("Regional Overview", "Sales")));

        Assert.Equal(ErrorReason.ResourceAmbiguous, refused.Reason);
        Assert.Equal(["ana", "demo"], refused.Candidates.Select(candidate => candidate.Owner).Order());
        var byLuid = new ResourceRef { Type = ResourceType.Workbook, Luid = refused.Candidates[0].Luid };
        Assert.Equal("Regional Overview", (await _client.ResolveAsync(byLuid)).Name);
    }

    [Fact]
    public async Task A_bad_field_is_named()
    {
        var refused = await Assert.ThrowsAsync<GrpcRefreshException>(() => _client.RefreshAsync(new ResourceRef { Luid = "no luid" }));

        Assert.Equal(ErrorReason.InvalidRequest, refused.Reason);
        Assert.Contains(refused.FieldViolations, violation => violation.Field.StartsWith("resource", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lists_go_on_over_their_pages()
    {
        var ids = new List<string>();
        foreach (var name in new[] { "Shipments", "Inventory Snapshot" })
        {
            ids.Add((await _client.RefreshAsync(Datasource(name, "Operations"))).Job.JobId);
        }

        ids.Add((await _client.RefreshAsync(Orders())).Job.JobId);
        var listed = await _client.ListAsync(pageSize: 2).Select(job => job.JobId).ToListAsync();
        var content = await _client.ListResourcesAsync(new ListResourcesRequest { Type = ResourceType.Workbook, PageSize = 3 }).ToListAsync();

        Assert.Equal(ids.Order(), listed.Order());
        Assert.Equal(_service.Tableau.World.Items.Count(item => item.Site.ContentUrl.Length == 0 && item.Kind == Simulation.World.ContentKind.Workbook), content.Count);
    }

    [Fact]
    public async Task A_withdrawn_request_leaves_the_job_to_the_others()
    {
        _service.Tableau.Settings.JobDuration = TimeSpan.FromMinutes(10);
        var mine = Orders();
        mine.RequestId = Guid.NewGuid().ToString();
        var started = await _client.RefreshAsync(mine);
        await _client.RefreshAsync(new RefreshResourceRequest { Resource = mine.Resource, Freshness = Freshness.JoinActive });

        var cancelled = await _client.CancelAsync(started.Job.JobId, mine.RequestId);

        Assert.True(cancelled.Detached);
        await _service.UntilAsync(started.Job.JobId, job => job.State == JobState.Running);
        _service.Tableau.World.ChangeJob(_service.Tableau.World.Jobs.Single().Luid, duration: TimeSpan.FromSeconds(1));
        Assert.Equal(JobState.Succeeded, (await _client.WaitAsync(started.Job.JobId).WaitAsync(Patience)).State);
    }

    private static RefreshResourceRequest Orders() => new() { Resource = Datasource("Orders", "Sales") };
}
