using GrpcRefresh.Server.Jobs;
using GrpcRefresh.Server.Jobs.Engine;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Jobs;

public sealed class SiteAgendaTests
{
    private static readonly DateTimeOffset Now = Some.Time.AddMinutes(1);

    private readonly LaneHolds _holds = new();
    private readonly SiteAgenda _agenda;

    public SiteAgendaTests() =>
        _agenda = new SiteAgenda(new PollPace(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15)), _holds, () => TimeSpan.Zero);

    [Fact]
    public void Queued_jobs_are_due_oldest_first_and_as_many_as_asked_for()
    {
        Note(Queued("c", 3), Queued("a", 1), Queued("b", 2));

        Assert.Equal(["a", "b"], Due(most: 2));
    }

    [Fact]
    public void A_follow_up_is_due_only_after_the_end_of_its_head()
    {
        var head = Queued("head", 1) with { State = JobState.Running, TableauJobId = "t", StartTime = Some.Time, Revision = 3 };
        var followUp = Queued("behind", 2, luid: head.Item.Luid);
        Note(head, followUp);
        Assert.Empty(Due());

        Note(head with { State = JobState.Succeeded, Revision = 4 });

        Assert.Equal(["behind"], Due());
    }

    [Fact]
    public void A_job_under_way_is_not_due_until_it_is_back()
    {
        Note(Queued("a", 1));
        _agenda.SetUnderWay("a", true);
        Assert.Empty(Due());

        _agenda.SetUnderWay("a", false);

        Assert.Equal(["a"], Due());
    }

    [Fact]
    public void A_job_is_not_due_before_its_time_nor_before_it_was_postponed_to()
    {
        Note(Queued("a", 1) with { Drive = new JobDrive { NotBefore = Now.AddSeconds(5) } });
        Assert.Equal(Now.AddSeconds(5), _agenda.NextSubmission);

        _agenda.Postpone("a", Now.AddSeconds(9));

        Assert.Equal(Now.AddSeconds(9), _agenda.NextSubmission);
        Assert.Empty(Due());
    }

    [Fact]
    public void An_older_record_than_the_known_changes_nothing()
    {
        var job = Queued("a", 1) with { Revision = 5 };
        Note(job, job with { State = JobState.Submitting, Revision = 4 });

        Assert.Equal(["a"], Due());
    }

    [Fact]
    public void A_submitted_job_is_polled_unless_its_request_is_under_way()
    {
        Note(Queued("a", 1) with { State = JobState.Submitting });
        Assert.NotEqual(DateTimeOffset.MaxValue, _agenda.NextPoll);

        _agenda.SetUnderWay("a", true);

        Assert.Empty(_agenda.BeginPoll(Now));
        Assert.Equal(DateTimeOffset.MaxValue, _agenda.NextPoll);
    }

    [Fact]
    public void The_end_of_the_last_job_leaves_nothing()
    {
        var job = Queued("a", 1);
        Note(job, job with { State = JobState.Cancelled, Revision = 2 });

        Assert.True(_agenda.IsEmpty);
        Assert.Empty(Due());
        Assert.Equal((DateTimeOffset.MaxValue, DateTimeOffset.MaxValue), (_agenda.NextSubmission, _agenda.NextPoll));
    }

    [Fact]
    public void A_job_moved_to_other_content_leaves_its_line()
    {
        var job = Queued("a", 1);
        Note(job, Queued("behind", 2, luid: job.Item.Luid));

        Note(job with { Item = Some.Item("elsewhere"), Revision = 2 });

        Assert.Equal(["a", "behind"], Due());
    }

    [Fact]
    public void A_job_in_a_held_lane_is_not_due_until_the_release_and_others_are()
    {
        var held = Queued("a", 1);
        Note(held, Queued("b", 2));

        Hold("rotation", held);
        Assert.Equal(["b"], Due());

        Release("rotation", held);
        Assert.Equal(["a", "b"], Due());
    }

    [Fact]
    public void A_job_that_comes_into_a_held_lane_waits_there()
    {
        var held = Queued("a", 1);
        Hold("rotation", held);

        Note(held);

        Assert.Empty(Due());
        Assert.Equal(DateTimeOffset.MaxValue, _agenda.NextSubmission);
        Assert.False(_agenda.IsEmpty);
    }

    [Fact]
    public void A_job_that_the_holder_asked_for_is_due_and_one_that_it_joins_becomes_due()
    {
        var held = Queued("a", 1);
        Hold("rotation", held);
        Note(held);

        Note(held with { Revision = 2, Drive = new JobDrive { PassesHoldsOf = ["rotation"] } });

        Assert.Equal(["a"], Due());
    }

    [Fact]
    public void A_follow_up_in_a_held_lane_waits_beyond_the_end_of_its_head()
    {
        var head = Queued("head", 1) with { State = JobState.Running, TableauJobId = "t", StartTime = Some.Time, Revision = 3 };
        Note(head, Queued("behind", 2, luid: head.Item.Luid));
        Hold("rotation", head);

        Note(head with { State = JobState.Succeeded, Revision = 4 });
        Assert.Empty(Due());

        Release("rotation", head);
        Assert.Equal(["behind"], Due());
    }

    [Fact]
    public void What_was_submitted_before_the_hold_goes_on()
    {
        var running = Running("a");
        var cancelled = Running("b") with { State = JobState.Cancelling, Item = Some.Item("2c3d") };
        Note(running, cancelled);

        Hold("rotation", running, cancelled);

        Assert.Equal(["a", "b"], _agenda.BeginPoll(Now).Select(job => job.JobId).Order());
        Assert.Equal(["b"], _agenda.Cancels.Select(job => job.JobId));
    }

    [Fact]
    public void A_release_does_not_bring_forward_what_has_a_time_of_its_own()
    {
        var held = Queued("a", 1) with { Drive = new JobDrive { NotBefore = Now.AddSeconds(5) } };
        Hold("rotation", held);
        Note(held);

        Release("rotation", held);

        Assert.Equal(Now.AddSeconds(5), _agenda.NextSubmission);
    }

    private void Hold(string holder, params JobRecord[] jobs)
    {
        _holds.Hold(holder, jobs.Select(job => job.Lane));
        _agenda.HeedHolds([.. jobs.Select(job => job.Lane)]);
    }

    private void Release(string holder, JobRecord job)
    {
        _holds.Release(holder, [job.Lane]);
        _agenda.HeedHolds([job.Lane]);
    }

    private static JobRecord Queued(string id, int second, string? luid = null) =>
        Some.Job(luid: luid ?? $"luid of {id}") with { JobId = id, CreateTime = Some.Time.AddSeconds(second) };

    private void Note(params JobRecord[] jobs)
    {
        foreach (var job in jobs)
        {
            _agenda.Note(job);
        }
    }

    [Fact]
    public void A_wake_brings_the_next_poll_forward_once_and_no_sooner_than_the_pace_allows()
    {
        Note(Running("a"));
        _agenda.BeginPoll(Now);
        _agenda.Learn("a", TimeSpan.FromMinutes(10));

        Assert.True(_agenda.Hasten(Some.Site, ["0a1b"]));
        Assert.True(_agenda.Hasten(Some.Site, ["0a1b"]));

        Assert.Equal(Now.AddSeconds(1), _agenda.NextPoll);
        _agenda.BeginPoll(Now.AddSeconds(1));
        Assert.True(_agenda.NextPoll > Now.AddSeconds(2));
    }

    [Fact]
    public void A_wake_lasts_until_the_poll_whatever_is_learnt_of_the_job_meanwhile()
    {
        Note(Running("a"));
        _agenda.BeginPoll(Now);
        _agenda.Hasten(Some.Site, ["0a1b"]);

        Note(Running("a") with { Revision = 9, Progress = 50 });

        Assert.Equal(Now.AddSeconds(1), _agenda.NextPoll);
    }

    [Fact]
    public void A_wake_for_other_content_or_without_any_changes_nothing()
    {
        Note(Running("a"));
        _agenda.BeginPoll(Now);
        var before = _agenda.NextPoll;

        Assert.False(_agenda.Hasten(Some.Site, ["ffff"]));
        Assert.False(_agenda.Hasten(Some.Site, []));

        Assert.Equal(before, _agenda.NextPoll);
    }

    private static JobRecord Running(string id) =>
        Some.Job(JobState.Running) with { JobId = id, StartTime = Some.Time, Drive = new JobDrive { AcceptedAt = Some.Time } };

    private IEnumerable<string> Due(int most = 10) => _agenda.DueSubmissions(Now, most).Select(job => job.JobId);
}
