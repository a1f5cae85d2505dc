using Grpc.Core;
using GrpcRefresh.Client;
using GrpcRefresh.V1;
using static GrpcRefresh.Tests.Client.ClientWorkbench;

namespace GrpcRefresh.Tests.Client;

public sealed class RetryTests
{
    private readonly ClientWorkbench _bench = new();

    [Fact]
    public async Task A_read_is_repeated_with_growing_pauses()
    {
        _bench.Calls.Then(Unreachable, Unreachable, Unreachable, new GetJobResponse { Job = Job(JobState.Running) });

        var job = await _bench.Client.GetAsync("job-1");

        Assert.Equal(JobState.Running, job.State);
        Assert.Equal([0.2, 0.4, 0.8], _bench.Pauses);
    }

    [Fact]
    public async Task A_refresh_is_repeated_under_one_request_id()
    {
        var request = new RefreshResourceRequest { Resource = new ResourceRef { Luid = "0a1b" } };
        _bench.Calls.Then(Unreachable, new RefreshResourceResponse());

        await _bench.Client.RefreshAsync(request);

        var ids = _bench.Calls.Requests.Cast<RefreshResourceRequest>().Select(sent => sent.RequestId).ToList();
        Assert.Equal(2, ids.Count);
        Assert.True(Guid.TryParse(Assert.Single(ids.Distinct()), out _));
        Assert.Empty(request.RequestId);
    }

    [Fact]
    public async Task A_request_id_of_the_caller_is_kept()
    {
        _bench.Calls.Then(new RefreshResourceResponse());

        await _bench.Client.RefreshAsync(new RefreshResourceRequest { RequestId = "the id" });

        Assert.Equal("the id", Assert.IsType<RefreshResourceRequest>(Assert.Single(_bench.Calls.Requests)).RequestId);
    }

    [Theory]
    [InlineData(ErrorReason.ServiceBusy)]
    [InlineData(ErrorReason.ServiceDraining)]
    [InlineData(ErrorReason.TableauThrottled)]
    [InlineData(ErrorReason.TableauUnreachable)]
    public async Task The_delay_that_the_service_asks_for_is_kept(ErrorReason reason)
    {
        _bench.Calls.Then(Refused(reason, TimeSpan.FromSeconds(7)), new GetJobResponse());

        await _bench.Client.GetAsync("job-1");

        Assert.InRange(Assert.Single(_bench.Pauses), 7, 8);
    }

    [Fact]
    public async Task A_delay_beyond_the_limit_is_left_to_the_caller()
    {
        _bench.Calls.Then(Refused(ErrorReason.TableauThrottled, TimeSpan.FromMinutes(10)));

        var failure = await Assert.ThrowsAsync<GrpcRefreshException>(() => _bench.Client.GetAsync("job-1"));

        Assert.Equal(TimeSpan.FromMinutes(10), failure.RetryDelay);
        Assert.Empty(_bench.Pauses);
    }

    [Fact]
    public async Task The_last_attempt_tells_its_failure()
    {
        _bench.Calls.Then([.. Enumerable.Repeat(Unreachable, 5)]);

        var failure = await Assert.ThrowsAsync<GrpcRefreshException>(() => _bench.Client.ResolveAsync(new ResourceRef()));

        Assert.Equal((StatusCode.Unavailable, ErrorReason.Unspecified), (failure.StatusCode, failure.Reason));
        Assert.Equal(5, _bench.Calls.Requests.Count);
    }

    [Theory]
    [InlineData(ErrorReason.JobNotFound)]
    [InlineData(ErrorReason.InvalidRequest)]
    [InlineData(ErrorReason.Internal)]
    [InlineData(ErrorReason.TableauAuthFailed)]
    public async Task What_time_does_not_heal_is_not_repeated(ErrorReason reason)
    {
        _bench.Calls.Then(Refused(reason));

        Assert.Equal(reason, (await Assert.ThrowsAsync<GrpcRefreshException>(() => _bench.Client.GetAsync("job-1"))).Reason);
    }

    [Fact]
    public async Task A_cancel_is_repeated_only_under_a_request_id()
    {
        _bench.Calls.Then(Unreachable, new CancelJobResponse { Detached = true }, Unreachable);

        Assert.True((await _bench.Client.CancelAsync("job-1", "request-1")).Detached);
        await Assert.ThrowsAsync<GrpcRefreshException>(() => _bench.Client.CancelAsync("job-1"));
    }

    [Fact]
    public async Task Every_attempt_has_a_deadline()
    {
        _bench.Calls.Then(Unreachable, new GetJobResponse());
        var begun = _bench.Time.GetUtcNow().UtcDateTime;

        await _bench.Client.GetAsync("job-1");

        var minute = TimeSpan.FromMinutes(1);
        Assert.Equal([begun + minute, begun + TimeSpan.FromSeconds(0.2) + minute], _bench.Calls.Options.Select(options => options.Deadline!.Value));
    }

    [Fact]
    public async Task The_callers_cancellation_is_no_failure_of_the_call()
    {
        using var left = new CancellationTokenSource();
        await left.CancelAsync();
        _bench.Calls.Then(new RpcException(new Status(StatusCode.Cancelled, "Call canceled by the client.")));

        await Assert.ThrowsAsync<OperationCanceledException>(() => _bench.Client.GetAsync("job-1", left.Token));
    }

    [Fact]
    public async Task Pages_follow_one_another()
    {
        _bench.Calls.Then(
            new ListJobsResponse { Jobs = { Job(JobState.Failed, 1) }, NextPageToken = "more" },
            Unreachable,
            new ListJobsResponse { Jobs = { Job(JobState.Queued, 2) } });

        var jobs = await _bench.Client.ListAsync().ToListAsync();

        Assert.Equal([1L, 2L], jobs.Select(job => job.Revision));
    }
}
