using System.Net;
using GrpcRefresh.Server.Callers;
using GrpcRefresh.Testing;

namespace GrpcRefresh.Tests.Callers;

public sealed class FailingSourcesTests
{
    private readonly ManualClock _clock = new();
    private readonly FailingSources _sources;

    public FailingSourcesTests() => _sources = new FailingSources(_clock);

    [Fact]
    public void A_source_is_counted_by_the_minute()
    {
        var here = IPAddress.Parse("192.0.2.1");
        Assert.Equal((1, 0), _sources.Add(here));
        Assert.Equal((2, 0), _sources.Add(here));
        Assert.Equal((1, 0), _sources.Add(IPAddress.Parse("192.0.2.2")));

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((1, 2), _sources.Add(here));

        _clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal((1, 0), _sources.Add(here));
    }

    [Fact]
    public void Those_who_failed_longest_ago_are_forgotten_first()
    {
        var (old, kept) = (Numbered(0), Numbered(1));
        _sources.Add(old);
        _sources.Add(kept);
        for (var i = 2; i < FailingSources.Most; i++)
        {
            _sources.Add(Numbered(i));
        }

        _sources.Add(kept);
        _sources.Add(Numbered(FailingSources.Most));

        Assert.Equal(3, _sources.Add(kept).Now);
        Assert.Equal(1, _sources.Add(old).Now);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    public void Addresses_that_one_can_choose_from_are_one_source(string address, string network) =>
        Assert.Equal(network, SourceNetwork.Of(IPAddress.Parse(address)).ToString());

    private static IPAddress Numbered(int number) => new(BitConverter.GetBytes(number));
}
