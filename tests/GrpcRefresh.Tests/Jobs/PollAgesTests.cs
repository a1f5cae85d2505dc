using GrpcRefresh.Server.Jobs.Observation;
using GrpcRefresh.Tests.Infrastructure;

namespace GrpcRefresh.Tests.Jobs;

public sealed class PollAgesTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly PollAges _ages;

    public PollAgesTests() => _ages = new PollAges(_time);

    [Fact]
    public void The_age_counts_from_the_first_wish_and_anew_from_each_success()
    {
        _ages.Want(Some.Site);
        Pass(5);
        _ages.Want(Some.Site);
        Assert.Equal(5, Age);

        _ages.Succeed(Some.Site);
        Pass(2);
        Assert.Equal(2, Age);
    }

    [Fact]
    public void Where_there_is_nothing_to_ask_about_there_is_no_age()
    {
        _ages.Want(Some.Site);
        _ages.Rest(Some.Site);
        // The poll under way ended after all.
        _ages.Succeed(Some.Site);

        Assert.Empty(_ages.Read());
    }

    private double Age => Assert.Single(_ages.Read()).Age.TotalSeconds;

    private void Pass(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
