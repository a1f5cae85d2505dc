using GrpcRefresh.Server.Rotation.Run.Tokens;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Rotation.Run.Tokens;

public sealed class OverlapWaitTests
{
    private static readonly DateTimeOffset Changed = new(2026, 9, 1, 6, 0, 0, TimeSpan.Zero);

    private readonly OverlapWait _wait = new(TokenBench.Course(RotationTokenState.Waiting, TimeSpan.FromHours(24)) with { ChangedAt = Changed }, lateness: TimeSpan.FromHours(3));

    [Fact]
    public void It_lasts_for_the_overlap_and_as_long_as_the_history_may_be_late() => Assert.Equal((true, Changed.AddHours(27)), (_wait.IsNeeded, _wait.Due));

    [Fact]
    public void Unused_it_is_over()
    {
        Assert.Null(_wait.WhyGivenUp(null));
        Assert.False(_wait.IsNeeded);
    }

    [Fact]
    public void A_use_within_the_overlap_begins_another()
    {
        Assert.Null(_wait.WhyGivenUp(Changed.AddHours(24)));
        Assert.Equal((true, Changed.AddHours(51)), (_wait.IsNeeded, _wait.Due));
        Assert.Null(_wait.WhyGivenUp(Changed.AddHours(24)));
        Assert.False(_wait.IsNeeded);
    }

    [Fact]
    public void A_use_after_it_is_the_end_of_waiting() =>
        Assert.Equal("somebody still uses it, lastly at 2026-09-02 06:00:01Z. Look in Snowflake's login history for who it is.", _wait.WhyGivenUp(Changed.AddHours(24).AddSeconds(1)));
}
