using GrpcRefresh.Client;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.V1;
using static GrpcRefresh.Tests.Client.ClientWorkbench;
using static GrpcRefresh.Tests.Client.RotationWorkbench;

namespace GrpcRefresh.Tests.Client;

public sealed class RotateTests : IProgress<JobUpdate>
{
    private static readonly RotationRequest Request = new() { Selector = new ConnectionSelector { AccountHost = "acme" } };

    private readonly ClientWorkbench _bench = new();
    private readonly List<string> _told = [];

    [Fact]
    public async Task Each_change_is_told_with_its_steps_until_the_rotation_has_succeeded()
    {
        _bench.Calls.Then(
            Started(2),
            new ScriptedStream<WatchJobResponse>(
                RotationWorkbench.Event(WatchEvent.Snapshot, JobState.Queued, 1),
                RotationWorkbench.Event(WatchEvent.Update, JobState.Running, 2, Step(1, RotationStepState.Updating, 1)),
                RotationWorkbench.Event(WatchEvent.Update, JobState.Running, 3, Step(1, RotationStepState.Verified, 2)),
                RotationWorkbench.Event(WatchEvent.Terminal, JobState.Succeeded, 4, Step(2, RotationStepState.Updated, 3))),
            Page(Step(1, RotationStepState.Planned), Step(2, RotationStepState.Planned)),
            Page(Step(1, RotationStepState.Verified, 2), Step(2, RotationStepState.Updated, 3)),
            Page(Step(1, RotationStepState.Verified, 2), Step(2, RotationStepState.Updated, 3)));

        var result = await _bench.Client.RotateAsync(Request, this);

        Assert.Equal(["Queued", "Running 1:Updating", "Running 1:Verified", "Succeeded 2:Updated"], _told);
        Assert.Equal((JobState.Succeeded, 2), (result.Job.State, result.Plan.ChangedConnections));
        Assert.Equal([RotationStepState.Verified, RotationStepState.Updated], result.Steps.Select(step => step.State));
    }

    [Fact]
    public async Task What_happened_before_the_watch_and_while_it_was_away_is_read()
    {
        _bench.Calls.Then(
            Started(2),
            Broken(Unreachable, RotationWorkbench.Event(WatchEvent.Snapshot, JobState.Running, 3)),
            Page(Step(1, RotationStepState.Updating, 1), Step(2, RotationStepState.Planned)),
            Broken(Refused(ErrorReason.ResumeTokenExpired)),
            new ScriptedStream<WatchJobResponse>(
                RotationWorkbench.Event(WatchEvent.Snapshot, JobState.Running, 7),
                RotationWorkbench.Event(WatchEvent.Terminal, JobState.Succeeded, 8)),
            Page(Step(1, RotationStepState.Verified, 2), Step(2, RotationStepState.Updating, 3)),
            Page(Step(1, RotationStepState.Verified, 2), Step(2, RotationStepState.Verified, 4)),
            Page(Step(1, RotationStepState.Verified, 2), Step(2, RotationStepState.Verified, 4)));

        await _bench.Client.RotateAsync(Request, this);

        Assert.Equal(["Running 1:Updating", "Running 1:Verified 2:Updating", "Succeeded 2:Verified"], _told);
    }

    [Fact]
    public async Task A_list_that_was_ahead_of_the_events_is_not_taken_back()
    {
        _bench.Calls.Then(
            Started(1),
            new ScriptedStream<WatchJobResponse>(
                RotationWorkbench.Event(WatchEvent.Snapshot, JobState.Running, 2),
                RotationWorkbench.Event(WatchEvent.Update, JobState.Running, 3, Step(1, RotationStepState.Updating, 1)),
                RotationWorkbench.Event(WatchEvent.Terminal, JobState.Succeeded, 4)),
            Page(Step(1, RotationStepState.Verified, 2)),
            Page(Step(1, RotationStepState.Verified, 2)),
            Page(Step(1, RotationStepState.Verified, 2)));

        await _bench.Client.RotateAsync(Request, this);

        Assert.Equal(["Running 1:Verified", "Running", "Succeeded"], _told);
    }

    [Fact]
    public async Task A_rotation_that_had_ended_when_the_watch_began_is_told_with_its_steps()
    {
        _bench.Calls.Then(
            Started(1), new ScriptedStream<WatchJobResponse>(RotationWorkbench.Event(WatchEvent.Terminal, JobState.Succeeded, 9)), Page(Step(1, RotationStepState.Verified, 2)), Page());

        await _bench.Client.RotateAsync(Request, this);

        Assert.Equal(["Succeeded 1:Verified"], _told);
    }

    [Theory]
    [InlineData(JobState.Failed)]
    [InlineData(JobState.Cancelled)]
    [InlineData(JobState.UnknownOutcome)]
    public async Task Another_end_is_an_exception_with_the_job(JobState state)
    {
        var end = RotationWorkbench.Event(WatchEvent.Terminal, state, 3);
        end.Job.Error = FailureStatus.Of(new Failure(ErrorReason.RotationFailed, "Stopped at the canary."));
        _bench.Calls.Then(Started(1), new ScriptedStream<WatchJobResponse>(end), Page());

        var failure = await Assert.ThrowsAsync<JobFailedException>(() => _bench.Client.RotateAsync(Request));

        Assert.Equal((state, ErrorReason.RotationFailed), (failure.Job.State, failure.Reason));
        Assert.Equal($"Rotation job-1 ended as {state}. Stopped at the canary.", failure.Message);
    }

    [Fact]
    public async Task A_read_in_the_middle_of_a_watch_is_as_patient_as_the_watch()
    {
        _bench.Calls.Then(Started(1), new ScriptedStream<WatchJobResponse>(RotationWorkbench.Event(WatchEvent.Terminal, JobState.Succeeded, 2)));
        _bench.Calls.Then([.. Enumerable.Repeat(Unreachable, 20)]);
        _bench.Calls.Then(Page(), Page());

        Assert.Equal(JobState.Succeeded, (await _bench.Client.RotateAsync(Request)).Job.State);
        Assert.Equal(20, _bench.Pauses.Count);
    }

    void IProgress<JobUpdate>.Report(JobUpdate value) =>
        _told.Add(string.Join(' ', value.ChangedSteps.Select(step => $"{step.Number}:{step.State}").Prepend($"{value.Job.State}")));
}
