using GrpcRefresh.Server.Jobs.Engine;
using GrpcRefresh.Tests.Infrastructure;

namespace GrpcRefresh.Tests.Jobs;

public sealed class PollPaceTests
{
    private static readonly PollPace Pace = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));

    [Fact]
    public void A_young_job_is_asked_about_soon_and_an_old_one_seldom()
    {
        Assert.Equal([1, 2, 4, 8, 16, 31, 46, 61], Polls(usual: null, until: 61));
    }

    [Fact]
    public void A_job_of_a_known_length_is_asked_about_right_after_its_usual_end_and_closely_when_it_is_late()
    {
        var polls = Polls(TimeSpan.FromSeconds(300), until: 330);

        Assert.Equal(6, polls[0], tolerance: 0.001);
        Assert.Equal(303, polls[20], tolerance: 0.001);
        Assert.Equal(304, polls[21], tolerance: 0.001);
    }

    [Fact]
    public void A_short_job_of_a_known_length_is_asked_about_twice()
    {
        Assert.Equal([1, 5], Polls(TimeSpan.FromSeconds(4), until: 5));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3.0)]
    [InlineData(60.0)]
    [InlineData(3600.0)]
    public void The_bounds_hold_whatever_the_usual_length(double? usualSeconds)
    {
        var polls = Polls(usualSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, until: 500);

        Assert.All(polls.Prepend(0).Zip(polls), gap => Assert.InRange(gap.Second - gap.First, 0.999, 15.001));
    }

    private static List<double> Polls(TimeSpan? usual, double until)
    {
        var (polls, last) = (new List<double>(), DateTimeOffset.MinValue);
        while (polls.Count == 0 || polls[^1] < until)
        {
            last = Pace.NextPoll(Some.Time, last, usual);
            polls.Add((last - Some.Time).TotalSeconds);
        }

        return polls;
    }
}
