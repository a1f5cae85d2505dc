using GrpcRefresh.Server.Outcomes;
using GrpcRefresh.Server.Snowflake;
using GrpcRefresh.Tests.Infrastructure;

namespace GrpcRefresh.Tests.Outcomes;

public sealed class OutcomePaceTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Now = Some.Time;

    private static readonly TimeSpan LongestWrite = TimeSpan.FromMinutes(20);

    private readonly OutcomePace _pace = new(Window, LongestWrite);

    [Fact]
    public void Nothing_waiting_is_nothing_to_wait_for() => Assert.Null(_pace.Until(new OutcomeBacklog(0, null), Now));

    [Theory]
    [InlineData(0, 300)]
    [InlineData(120, 180)]
    [InlineData(300, 0)]
    [InlineData(100_000, -99_700)]
    [InlineData(-100_000, 300)]
    public void The_window_counts_from_the_first_outcome_that_waits(int age, int rest) =>
        Assert.Equal(TimeSpan.FromSeconds(rest), _pace.Until(Waiting(age), Now));

    [Fact]
    public void Failures_lengthen_the_pause_from_one_window_up_to_its_bound()
    {
        Assert.Equal([5, 10, 15, 15], Enumerable.Range(0, 4).Select(_ => _pace.Failed(null, Now).TotalMinutes));
        Assert.Equal(TimeSpan.FromMinutes(15), _pace.Until(Waiting(age: 100_000), Now));
    }

    [Fact]
    public void A_success_ends_the_pause()
    {
        _pace.Failed(null, Now);
        _pace.Succeeded();

        Assert.False(_pace.IsFailing);
        Assert.Equal(TimeSpan.Zero, _pace.Until(Waiting(age: 300), Now));
    }

    [Fact]
    public void A_longer_wait_that_Snowflake_asks_for_is_granted() => Assert.Equal(
        TimeSpan.FromHours(1), _pace.Failed(new SnowflakeException(SnowflakeErrorKind.Throttled, "Later.") { RetryAfter = TimeSpan.FromHours(1) }, Now));

    [Fact]
    public void A_window_above_the_bound_is_its_own_bound()
    {
        var pace = new OutcomePace(TimeSpan.FromHours(2), LongestWrite);

        Assert.Equal([2, 2], Enumerable.Range(0, 2).Select(_ => pace.Failed(null, Now).TotalHours));
    }

    [Fact]
    public void A_write_that_may_still_run_is_waited_for() => Assert.Equal(
        LongestWrite, _pace.Failed(new SnowflakeException(SnowflakeErrorKind.Unreachable, "Lost.") { MayHaveTakenEffect = true }, Now));

    [Theory]
    [InlineData(false, 60, 240)]
    [InlineData(false, 300, 0)]
    [InlineData(true, 300, 915)]
    [InlineData(true, 1300, -85)]
    [InlineData(true, -3600, 1215)]
    public void A_start_counts_from_the_write_that_failed_before_it(bool inDoubt, int ago, int rest)
    {
        _pace.Resume(new OutcomeTry(Now.AddSeconds(-ago), inDoubt), Now);

        Assert.Equal(TimeSpan.FromSeconds(rest), _pace.Until(Waiting(age: 100_000), Now));
        Assert.True(_pace.IsFailing);
    }

    [Fact]
    public void A_start_without_such_a_write_writes_what_is_due()
    {
        _pace.Resume(null, Now);

        Assert.Equal(TimeSpan.Zero, _pace.Until(Waiting(age: 300), Now));
    }

    private static OutcomeBacklog Waiting(int age) => new(1, Now.AddSeconds(-age));
}
