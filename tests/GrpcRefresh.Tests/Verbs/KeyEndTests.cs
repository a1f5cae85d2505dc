using GrpcRefresh.Server.Verbs.Keys;

namespace GrpcRefresh.Tests.Verbs;

public sealed class KeyEndTests
{
    private static readonly DateTimeOffset Now = new(2026, 9, 1, 6, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("90d", "2026-11-30T06:00:00Z")]
    [InlineData("12h", "2026-09-01T18:00:00Z")]
    [InlineData("2027-01-01", "2027-01-01T00:00:00Z")]
    [InlineData("2027-01-01T06:00:00+02:00", "2027-01-01T04:00:00Z")]
    public void An_end_is_a_time_from_now_or_a_date(string text, string end) =>
        Assert.Equal(DateTimeOffset.Parse(end, null), KeyEnd.Parse(text, Now));

    [Theory]
    [InlineData("soon")]
    [InlineData("90")]
    [InlineData("-1d")]
    [InlineData("999999d")]
    public void Anything_else_is_none(string text) => Assert.Null(KeyEnd.Parse(text, Now));
}
