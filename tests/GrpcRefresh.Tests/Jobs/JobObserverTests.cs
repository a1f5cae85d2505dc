using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Jobs.Observation;
using GrpcRefresh.Server.Telemetry;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.Tests.Tableau;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;
using Some = GrpcRefresh.Tests.Infrastructure.Some;

namespace GrpcRefresh.Tests.Jobs;

public sealed class JobObserverTests : IAsyncLifetime
{
    private readonly TableauWorkbench _bench = new();
    private readonly Collector _collector = new();
    private TempStore _temp = null!;

    public async Task InitializeAsync() => _temp = await TempStore.OpenAsync(_bench.Time);

    public async Task DisposeAsync()
    {
        _collector.Dispose();
        _bench.Dispose();
        await _temp.DisposeAsync();
    }

    [Fact]
    public async Task The_time_in_each_state_is_measured_and_the_end_with_its_reason()
    {
        await ObserveAsync();
        var job = (await _temp.EnrolAsync(Some.Request())).Job;

        await MoveAsync(job, JobState.Submitting, after: 3);
        await MoveAsync(job, JobState.Pending, after: 5);
        await MoveAsync(job, JobState.Failed, after: 7, ended: 5);

        Assert.Equal([(3, "QUEUED"), (5, "SUBMITTING"), (7, "PENDING")], _collector.Of(Measures.JobStateDuration).Select(left => (left.Value, left.Tags["state"])));
        Assert.Equal("REFRESH FAILED REFRESH_FAILED default (Default)", _collector.Only(Measures.JobsEnded));
        Assert.Empty(_collector.Of(Measures.JobsActive));
    }

    [Fact]
    public async Task The_lag_is_from_the_end_in_Tableau_to_its_end_here()
    {
        await ObserveAsync();
        var job = (await _temp.EnrolAsync(Some.Request())).Job;
        await MoveAsync(job, JobState.Submitting);
        await MoveAsync(job, JobState.Pending);

        await MoveAsync(job, JobState.Succeeded, after: 9, ended: 5);

        Assert.Equal(4, Assert.Single(_collector.Of(Measures.DetectionLag)).Value);
    }

    [Fact]
    public async Task An_end_that_Tableau_did_not_tell_has_no_lag()
    {
        await ObserveAsync();
        var job = (await _temp.EnrolAsync(Some.Request())).Job;
        await MoveAsync(job, JobState.Submitting);

        await MoveAsync(job, JobState.Failed, after: 9, ended: 5);

        Assert.Empty(_collector.Of(Measures.DetectionLag));
    }

    [Fact]
    public async Task What_is_active_is_counted_by_state_with_the_age_of_the_oldest_also_what_was_there_before()
    {
        var before = (await _temp.EnrolAsync(Some.Request("before"))).Job;
        _bench.Time.Advance(TimeSpan.FromSeconds(10));
        await ObserveAsync();
        await _temp.EnrolAsync(Some.Request("since"));
        var rotation = (await _temp.EnrolRotationAsync(Some.Rotation(sites: [Some.Site, new("default", "marketing")]))).Job;
        _bench.Time.Advance(TimeSpan.FromSeconds(10));

        var active = _collector.Of(Measures.JobsActive).Select(group => $"{string.Join(' ', group.Tags.Values)}: {group.Value}").Order();
        var ages = _collector.Of(Measures.JobsLongest).Where(group => group.Tags["kind"] == "REFRESH").Select(group => group.Value);

        Assert.Equal(["REFRESH QUEUED default (Default): 2", "ROTATION QUEUED default (several): 1"], active);
        Assert.Equal([20], ages);
        Assert.NotEqual(before.JobId, rotation.JobId);
    }

    private async Task ObserveAsync()
    {
        var measures = new JobMeasures(_collector.Meter);
        await new JobObserver(
            _temp.Feed, _temp.Store, new WatcherLimit(Options.Create(new JobsOptions()), _temp.Calls), new PollAges(_bench.Time), _bench.Sites, measures, _bench.Time)
            .StartingAsync(default);
    }

    private async Task MoveAsync(JobRecord job, JobState state, int after = 0, int? ended = null)
    {
        var before = _bench.Time.GetUtcNow();
        _bench.Time.Advance(TimeSpan.FromSeconds(after));
        await _temp.Store.ChangeAsync(
            await _temp.StartRunnerAsync(),
            job.JobId,
            current => current with
            {
                State = state,
                EndTime = ended is { } seconds ? before.AddSeconds(seconds) : null,
                Error = state == JobState.Failed ? new(ErrorReason.RefreshFailed, "It failed.") : null,
            },
            default);
    }
}
