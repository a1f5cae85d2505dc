using GrpcRefresh.Client;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.V1;
using static GrpcRefresh.Tests.Client.ClientWorkbench;

namespace GrpcRefresh.Tests.Client;

public sealed class RefreshAndWaitTests : IProgress<Job>
{
    private readonly ClientWorkbench _bench = new();
    private readonly List<JobState> _reported = [];

    [Fact]
    public async Task Each_change_is_reported_until_the_job_has_succeeded()
    {
        Script(Event(WatchEvent.Snapshot, JobState.Running, 2), Event(WatchEvent.Terminal, JobState.Succeeded, 3));

        var job = await _bench.Client.RefreshAndWaitAsync(new RefreshResourceRequest(), this);

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Equal([JobState.Queued, JobState.Running, JobState.Succeeded], _reported);
    }

    [Theory]
    [InlineData(JobState.Failed)]
    [InlineData(JobState.Cancelled)]
    [InlineData(JobState.TimedOut)]
    [InlineData(JobState.UnknownOutcome)]
    public async Task Another_end_is_an_exception_with_the_job(JobState state)
    {
        var end = Event(WatchEvent.Terminal, state, 3);
        end.Job.Resource = new Resource { ProjectPath = { "Sales" }, Name = "Orders" };
        end.Job.Error = FailureStatus.Of(new Failure(ErrorReason.RefreshFailed, "The password is wrong."));
        Script(end);

        var failure = await Assert.ThrowsAsync<JobFailedException>(() => _bench.Client.RefreshAndWaitAsync(new RefreshResourceRequest()));

        Assert.Equal((state, ErrorReason.RefreshFailed, "REFRESH_FAILED"), (failure.Job.State, failure.Reason, failure.ReasonName));
        Assert.Equal($"Job job-1 of Sales / Orders ended as {state}. The password is wrong.", failure.Message);
    }

    [Fact]
    public async Task A_stream_that_ends_before_the_end_was_told_is_looked_up()
    {
        Script(Event(WatchEvent.Snapshot, JobState.Running, 2));
        _bench.Calls.Then(new GetJobResponse { Job = Job(JobState.Succeeded, 3) });

        Assert.Equal(3, (await _bench.Client.RefreshAndWaitAsync(new RefreshResourceRequest())).Revision);
    }

    [Fact]
    public async Task There_is_nothing_to_wait_for_after_a_mere_check() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _bench.Client.RefreshAndWaitAsync(new RefreshResourceRequest { ValidateOnly = true }));

    void IProgress<Job>.Report(Job value) => _reported.Add(value.State);

    private void Script(params WatchJobResponse[] events) => _bench.Calls.Then(
        new RefreshResourceResponse { Job = Job(JobState.Queued), Disposition = Disposition.Started }, new ScriptedStream<WatchJobResponse>(events));
}
