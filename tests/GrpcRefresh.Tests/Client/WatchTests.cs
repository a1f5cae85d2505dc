using Grpc.Core;
using GrpcRefresh.Client;
using GrpcRefresh.V1;
using static GrpcRefresh.Tests.Client.ClientWorkbench;

namespace GrpcRefresh.Tests.Client;

public sealed class WatchTests
{
    private static readonly WatchJobResponse Queued = Event(WatchEvent.Snapshot, JobState.Queued, 1);
    private static readonly WatchJobResponse Running = Event(WatchEvent.Update, JobState.Running, 3);
    private static readonly WatchJobResponse Succeeded = Event(WatchEvent.Terminal, JobState.Succeeded, 4);
    private static readonly WatchJobResponse Bookmark = new() { Event = WatchEvent.Bookmark, ResumeToken = "after 3" };

    private readonly ClientWorkbench _bench = new();

    public static TheoryData<string> Interruptions => ["unreachable", "draining", "busy", "reset", "broken"];

    [Theory]
    [MemberData(nameof(Interruptions))]
    public async Task A_watch_goes_on_after_the_last_event(string interruption)
    {
        _bench.Calls.Then(Broken(Failure(interruption), Queued, Running, Bookmark), new ScriptedStream<WatchJobResponse>(Succeeded));

        Assert.Equal([1, 3, 4], await RevisionsAsync());
        Assert.Equal(["", "after 3"], Tokens);
    }

    [Fact]
    public async Task The_steps_that_a_rotations_change_touched_come_with_it()
    {
        var change = Running.Clone();
        change.ChangedSteps.Add(new RotationStep { Number = 7 });
        _bench.Calls.Then(new ScriptedStream<WatchJobResponse>(Queued, change, Succeeded));

        var updates = await _bench.Client.WatchAsync("job-1").ToListAsync();

        Assert.Equal([0, 1, 0], updates.Select(update => update.ChangedSteps.Count));
        Assert.Equal(7, updates[1].ChangedSteps[0].Number);
    }

    [Fact]
    public async Task A_watch_comes_back_as_often_as_it_takes_with_pauses_that_begin_anew()
    {
        _bench.Calls.Then(Broken(Unreachable), Broken(Unreachable), Broken(Unreachable, Queued), Broken(Unreachable), new ScriptedStream<WatchJobResponse>(Succeeded));

        Assert.Equal([1, 4], await RevisionsAsync());
        Assert.Equal([0.2, 0.4, 0.2, 0.4], _bench.Pauses);
    }

    [Fact]
    public async Task An_expired_token_begins_anew_and_tells_no_revision_twice()
    {
        _bench.Calls.Then(
            Broken(Unreachable, Queued, Running),
            Broken(Refused(ErrorReason.ResumeTokenExpired)),
            new ScriptedStream<WatchJobResponse>(Event(WatchEvent.Snapshot, JobState.Running, 3), Succeeded));

        Assert.Equal([1, 3, 4], await RevisionsAsync());
        Assert.Equal(["", "after 3", ""], Tokens);
    }

    [Fact]
    public async Task A_token_of_the_end_has_nothing_after_it()
    {
        _bench.Calls.Then(new ScriptedStream<WatchJobResponse>());

        Assert.Empty(await _bench.Client.WatchAsync("job-1", "after 4").ToListAsync());
        Assert.Equal(["after 4"], Tokens);
    }

    [Fact]
    public async Task A_silent_connection_is_taken_for_lost()
    {
        var silent = new ScriptedStream<WatchJobResponse>(null, true, Queued);
        _bench.Calls.Then(silent, new ScriptedStream<WatchJobResponse>(Succeeded));

        await using var updates = _bench.Client.WatchAsync("job-1").GetAsyncEnumerator();
        await updates.MoveNextAsync();
        var next = updates.MoveNextAsync();
        _bench.Time.Advance(TimeSpan.FromSeconds(45));

        Assert.True(await next);
        Assert.Equal(JobState.Succeeded, updates.Current.Job.State);
        Assert.True(silent.IsClosed);
    }

    [Fact]
    public async Task A_watch_gives_up_at_its_limit()
    {
        var bench = new ClientWorkbench(new GrpcRefreshClientOptions { ReconnectTimeLimit = TimeSpan.FromSeconds(1) });
        bench.Calls.Then(Broken(Unreachable, Queued), Broken(Unreachable), Broken(Unreachable));

        var failure = await Assert.ThrowsAsync<GrpcRefreshException>(() => bench.Client.WatchAsync("job-1").ToListAsync().AsTask());

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Equal([0.2, 0.4], bench.Pauses);
    }

    [Fact]
    public async Task A_refusal_ends_the_watch()
    {
        _bench.Calls.Then(Broken(Refused(ErrorReason.JobNotFound)));

        Assert.Equal(ErrorReason.JobNotFound, (await Assert.ThrowsAsync<GrpcRefreshException>(RevisionsAsync)).Reason);
    }

    [Fact]
    public async Task A_watch_of_many_that_had_no_token_yet_says_that_it_starts_over()
    {
        WatchJobsResponse snapshot = new() { Event = WatchEvent.Snapshot, Job = Job(JobState.Running) };
        WatchJobsResponse bookmark = new() { Event = WatchEvent.Bookmark, ResumeToken = "at noon" };
        WatchJobsResponse reset = new() { Event = WatchEvent.Reset, ResumeToken = "at noon" };
        _bench.Calls.Then(
            new ScriptedStream<WatchJobsResponse>(Unreachable, false, snapshot),
            new ScriptedStream<WatchJobsResponse>(Unreachable, false, snapshot, bookmark),
            new ScriptedStream<WatchJobsResponse>(reset, snapshot, bookmark));

        var events = await _bench.Client.WatchManyAsync().Select(update => update.Event).ToListAsync();

        Assert.Equal([WatchEvent.Snapshot, WatchEvent.Reset, WatchEvent.Snapshot, WatchEvent.Reset, WatchEvent.Snapshot], events);
    }

    private static RpcException Failure(string interruption) => interruption switch
    {
        "unreachable" => Unreachable,
        "draining" => Refused(ErrorReason.ServiceDraining, TimeSpan.FromSeconds(1)),
        "busy" => Refused(ErrorReason.ServiceBusy, TimeSpan.FromSeconds(1)),
        "reset" => new RpcException(new Status(StatusCode.Cancelled, "The stream was reset.")),
        _ => new RpcException(new Status(StatusCode.Internal, "The response ended early.")),
    };

    private IEnumerable<string> Tokens => _bench.Calls.Requests.Cast<WatchJobRequest>().Select(request => request.ResumeToken);

    private async Task<List<long>> RevisionsAsync() => await _bench.Client.WatchAsync("job-1").Select(update => update.Job.Revision).ToListAsync();
}
