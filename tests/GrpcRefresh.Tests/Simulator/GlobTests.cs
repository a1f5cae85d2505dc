using GrpcRefresh.Simulation.Faults;
using Xunit;

namespace GrpcRefresh.Tests.Simulator;

public sealed class GlobTests
{
    private const string Refresh = "/sites/0a/workbooks/0b/refresh";

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("**")]
    [InlineData("/sites/*/workbooks/*/refresh")]
    [InlineData("/SITES/*/Workbooks/*/refresh")]
    [InlineData("/sites/**/refresh")]
    [InlineData("/sites/0?/**")]
    [InlineData("refresh")]
    [InlineData("*/refresh")]
    [InlineData("**/refresh")]
    public void A_pattern_matches_the_paths_it_describes(string? pattern) => Assert.True(Glob.Matches(pattern, Refresh));

    [Theory]
    [InlineData("/sites/*")]
    [InlineData("/sites/*/refresh")]
    [InlineData("/workbooks/*/refresh")]
    [InlineData("fresh")]
    [InlineData("/sites/0a/workbooks/0b/refres.")]
    public void A_star_stays_within_its_segment_and_a_dot_is_a_dot(string pattern) =>
        Assert.False(Glob.Matches(pattern, Refresh));
}
