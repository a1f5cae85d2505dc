using GrpcRefresh.Server;
using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Jobs;

/// <summary>What a reader who falls behind, or comes back, is given all the same.</summary>
public sealed class SlowWatchTests : WatchTest
{
    [Fact]
    public async Task A_slow_reader_is_given_the_latest_progress_and_every_state()
    {
        var job = await EnrolAsync();
        await using var watch = Watch(job.JobId);
        await watch.MoveNextAsync();
        await ChangeAsync(job, current => current with { State = JobState.Submitting });
        await ChangeAsync(job, current => current with { State = JobState.Running });
        for (var progress = 1; progress <= 50; progress++)
        {
            await ChangeAsync(job, current => current with { Progress = progress });
        }

        await EndAsync(job);

        var seen = new List<JobRecord>();
        while (await watch.MoveNextAsync())
        {
            seen.Add(watch.Current.Job!);
        }

        Assert.Equal([JobState.Submitting, JobState.Running, JobState.Succeeded], seen.Select(change => change.State));
        Assert.Equal(50, seen[1].Progress);
    }

    [Fact]
    public async Task A_slow_reader_of_a_rotation_is_given_every_changed_step()
    {
        var job = await RunningRotationAsync();
        await using var watch = Watch(job.JobId);
        await watch.MoveNextAsync();
        for (var number = 1; number <= 50; number++)
        {
            await ChangeAsync(job, current => current with { ChangedSteps = [Some.Step(number)] });
            await ChangeAsync(job, current => current with { Progress = number * 2 });
        }

        await ChangeAsync(job, current => JobEndings.Succeeded(current, current.UpdateTime) with { ChangedSteps = [Some.Step(51)] });

        var seen = await RestAsync(watch);

        Assert.Equal(Enumerable.Range(1, 51), Steps(seen));
        Assert.True(seen.Count < 101);
    }

    [Fact]
    public async Task A_resumed_watch_of_a_rotation_is_given_every_step_also_those_of_its_end_before_a_late_note()
    {
        var job = await RunningRotationAsync();
        await ChangeAsync(job, current => current with { ChangedSteps = [Some.Step(1)] });
        await ChangeAsync(job, current => JobEndings.Succeeded(current, current.UpdateTime) with { ChangedSteps = [Some.Step(2)] });
        await ChangeAsync(job, current => current.WithNotes(["found out later"]));

        await using var watch = Watch(job.JobId, ResumeToken.After(job));

        var seen = await RestAsync(watch);

        Assert.Equal([1, 2], Steps(seen));
        Assert.Equal((WatchEvent.Terminal, "found out later"), (seen[^1].Event, seen[^1].Job!.Notes[0]));
        Assert.Single(seen, happened => happened.Event == WatchEvent.Terminal);
    }
}
