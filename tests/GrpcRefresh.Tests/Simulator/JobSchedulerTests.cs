using FsCheck;
using FsCheck.Fluent;
using GrpcRefresh.Simulation;
using GrpcRefresh.Simulation.Jobs;
using GrpcRefresh.Simulation.World;
using GrpcRefresh.Simulation.World.Seed;
using Xunit;

namespace GrpcRefresh.Tests.Simulator;

public sealed class JobSchedulerTests : IJobCourt
{
    private static readonly DateTimeOffset Start = new(2026, 9, 1, 6, 30, 0, TimeSpan.Zero);
    private static readonly IReadOnlyList<ContentItem> Items = [.. Seeds.Create(60, 0).Items.Values.Where(item => item.Project.Name == "Load")];

    private readonly SimulatorSettings _settings = new() { Backgrounders = 2, JobDuration = Seconds(5) };
    private readonly JobScheduler _scheduler;

    public JobSchedulerTests() => _scheduler = new JobScheduler(_settings, this, Start);

    Verdict IJobCourt.Judge(Job job) => new(job.Outcome == JobOutcome.Failed ? 1 : 0);

    void IJobCourt.Started(Job job)
    {
    }

    void IJobCourt.Ended(Job job)
    {
    }

    [Fact]
    public void Starts_and_ends_are_exact_however_late_anybody_looks()
    {
        var jobs = Enumerable.Range(0, 5).Select(Enqueue).ToList();

        _scheduler.AdvanceTo(Start + Seconds(1000));

        Assert.Equal([0, 0, 5, 5, 10], jobs.Select(job => (Now(job).StartedAt!.Value - Start).TotalSeconds));
        Assert.Equal([5, 5, 10, 10, 15], jobs.Select(job => (Now(job).CompletedAt!.Value - Start).TotalSeconds));
        Assert.All(jobs, job => Assert.Equal(JobState.Success, Now(job).State));
    }

    [Fact]
    public void A_job_waits_for_its_start_delay_even_if_a_backgrounder_is_free()
    {
        _settings.StartDelay = Seconds(3);
        var job = Enqueue(0);

        _scheduler.AdvanceTo(Start + Seconds(2.999));
        Assert.Equal(JobState.Pending, Now(job).State);
        _scheduler.AdvanceTo(Start + Seconds(8));

        Assert.Equal(Start + Seconds(3), Now(job).StartedAt);
        Assert.Equal(Start + Seconds(8), Now(job).CompletedAt);
    }

    [Fact]
    public void Jobs_of_one_item_run_one_after_the_other()
    {
        var first = Enqueue(0);
        var second = Enqueue(0);

        _scheduler.AdvanceTo(Start + Seconds(100));

        Assert.Equal(Now(first).CompletedAt, Now(second).StartedAt);
    }

    [Fact]
    public void A_lower_priority_number_goes_first_and_then_the_older_job()
    {
        _settings.Backgrounders = 1;
        var running = Enqueue(0);
        _scheduler.AdvanceTo(Start);
        var scheduled = _scheduler.Enqueue(Items[1], incremental: false, priority: 50, startedBy: null);
        var (asked, askedLater) = (Enqueue(2), Enqueue(3));

        _scheduler.AdvanceTo(Start + Seconds(100));

        Assert.Equal(
            [running.Luid, asked.Luid, askedLater.Luid, scheduled.Luid],
            _scheduler.Jobs.All.OrderBy(job => job.StartedAt).Select(job => job.Luid));
    }

    [Fact]
    public void A_cancellation_bites_after_its_delay_and_a_pending_job_never_starts()
    {
        _settings.Backgrounders = 1;
        var (running, pending) = (Enqueue(0), Enqueue(1));
        _scheduler.AdvanceTo(Start + Seconds(2));
        _scheduler.Cancel(Now(running));
        _scheduler.Cancel(Now(pending));

        _scheduler.AdvanceTo(Start + Seconds(2.9));
        Assert.Equal([JobState.InProgress, JobState.Pending], [Now(running).State, Now(pending).State]);
        _scheduler.AdvanceTo(Start + Seconds(100));

        Assert.Equal([2, 2], [Now(running).FinishCode, Now(pending).FinishCode]);
        Assert.Equal(Start + Seconds(3), Now(running).CompletedAt);
        Assert.Null(Now(pending).StartedAt);
    }

    [Fact]
    public void A_job_that_ends_before_the_cancellation_bites_has_its_own_outcome()
    {
        var job = Enqueue(0);
        _scheduler.AdvanceTo(Start + Seconds(4.5));
        _scheduler.Cancel(Now(job));

        _scheduler.AdvanceTo(Start + Seconds(100));

        Assert.Equal(0, Now(job).FinishCode);
        Assert.Equal(Start + Seconds(5), Now(job).CompletedAt);
    }

    [Fact]
    public void A_stuck_job_runs_until_it_is_cancelled_or_changed()
    {
        var job = _scheduler.Enqueue(Items[0] with { NextOutcome = JobOutcome.Stuck }, incremental: false, priority: 0, startedBy: null);
        _scheduler.AdvanceTo(Start + TimeSpan.FromHours(3));
        Assert.Equal(JobState.InProgress, Now(job).State);

        _scheduler.Change(Now(job), JobOutcome.Failed, duration: null);
        _scheduler.AdvanceTo(Start + TimeSpan.FromHours(3));

        Assert.Equal((1, Start + TimeSpan.FromHours(3)), (Now(job).FinishCode, Now(job).CompletedAt!.Value));
    }

    [Fact]
    public void An_ended_job_is_forgotten_after_a_day()
    {
        var job = Enqueue(0);
        _scheduler.AdvanceTo(Start + TimeSpan.FromHours(23));
        Assert.NotNull(_scheduler.Jobs.Find(job.Luid));

        _scheduler.AdvanceTo(Start + TimeSpan.FromHours(25));

        Assert.Null(_scheduler.Jobs.Find(job.Luid));
    }

    [Fact]
    public void Whatever_is_queued_when_no_backgrounder_does_two_things_and_looking_changes_nothing()
    {
        var plan = Gen.ListOf(Gen.Zip(Gen.Choose(0, 9), Gen.Choose(0, 20))).Where(steps => steps.Count > 0);

        Prop.ForAll(plan.ToArbitrary(), steps => Run(steps, look: false).SequenceEqual(Run(steps, look: true)) && Fits(Run(steps, look: false)))
            .QuickCheckThrowOnFailure();
    }

    private List<Job> Run(IReadOnlyList<(int Item, int Pause)> steps, bool look)
    {
        var scheduler = new JobScheduler(_settings, this, Start);
        var now = Start;
        foreach (var (item, pause) in steps)
        {
            scheduler.Enqueue(Items[item], incremental: false, priority: item % 3, startedBy: null);
            for (var second = 1; look && second < pause; second++)
            {
                scheduler.AdvanceTo(now + Seconds(second));
            }

            now += Seconds(pause);
            scheduler.AdvanceTo(now);
        }

        scheduler.AdvanceTo(now + Seconds(5000));
        return [.. scheduler.Jobs.All.Select(job => job with { Luid = "" })];
    }

    private static bool Fits(List<Job> jobs) => jobs.TrueForAll(job =>
    {
        var besides = jobs.Where(other => other.StartedAt <= job.StartedAt && job.StartedAt < other.CompletedAt).ToList();
        return besides.Count <= 2 && besides.Count(other => other.ItemLuid == job.ItemLuid) == 1;
    });

    private Job Enqueue(int item) => _scheduler.Enqueue(Items[item], incremental: false, priority: 0, startedBy: null);

    private Job Now(Job job) => _scheduler.Jobs.Find(job.Luid)!;

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
