using GrpcRefresh.Server.Catalog;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Jobs.Engine;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.Tests.Tableau;
using GrpcRefresh.V1;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Some = GrpcRefresh.Tests.Infrastructure.Some;

namespace GrpcRefresh.Tests.Jobs;

public sealed class SubmissionTests : IAsyncLifetime
{
    private readonly TableauWorkbench _bench = new();
    private readonly LaneHolds _holds = new();
    private TempStore _temp = null!;

    public async Task InitializeAsync() => _temp = await TempStore.OpenAsync(_bench.Time);

    public async Task DisposeAsync()
    {
        _bench.Dispose();
        await _temp.DisposeAsync();
    }

    [Theory]
    [InlineData(null, JobState.Queued, 0)]
    [InlineData("rotation", JobState.Pending, 1)]
    public async Task A_hold_that_comes_while_the_service_still_signs_in_counts_except_for_the_holders_own(string? asker, JobState state, int posts)
    {
        var job = (await _temp.EnrolAsync(Some.Request() with { PassesHoldOf = asker })).Job;
        var route = $"POST /datasources/{job.Item.Luid}/refresh";
        _bench.Stub.On(route, _ => Answer.Xml("<job id=\"t1\" mode=\"Asynchronous\" type=\"RefreshExtract\"/>"));
        _bench.Stub.On("POST /auth/signin", _ =>
        {
            _holds.Hold("rotation", [job.Lane]);
            return _bench.Stub.SignIn();
        });

        await (await SubmissionAsync()).RunAsync(job.JobId);

        Assert.Equal(state, (await _temp.Store.FindAsync(job.JobId, default))!.State);
        Assert.Equal((1, posts), (_bench.Stub.SignIns, _bench.Stub.Count(route)));
    }

    private async Task<Submission> SubmissionAsync()
    {
        var context = new SiteContext(
            _bench.Site, _temp.Store, _holds, await _temp.StartRunnerAsync(), new JobsOptions(), _bench.Time, NullLogger.Instance);
        var catalog = new ResourceCatalog(_bench.Sites, Options.Create(new CatalogOptions()), _bench.Time);
        return new Submission(context, new ForeignRuns(context, new TableauContentIndex(context)), new Retargeting(context, catalog), catalog);
    }
}
