using GrpcRefresh.Server.Rotation.Tokens;

namespace GrpcRefresh.Tests.Rotation.Tokens;

public sealed class TokenSeriesTests
{
    [Fact]
    public void Names_follow_each_other()
    {
        var series = TokenSeries.OfJob("0a1b");
        Assert.Equal(["GRPCREFRESH_0A1B_1", "GRPCREFRESH_0A1B_12"], [series[1], TokenSeries.Of(series[1])[12]]);
    }

    [Theory]
    [InlineData("GRPCREFRESH_0A1B_1", 1)]
    [InlineData("grpcrefresh_0a1b_23", 23)]
    [InlineData("GRPCREFRESH_0A1C_1", null)]
    [InlineData("GRPCREFRESH_0A1B_", null)]
    [InlineData("GRPCREFRESH_0A1B_1_ROTATED_1763799999999", null)]
    [InlineData("GRPCREFRESH_0A1B_-1", null)]
    [InlineData("TABLEAU_PAT", null)]
    public void Only_its_own_names_have_a_number(string name, int? number) => Assert.Equal(number, TokenSeries.OfJob("0a1b").NumberOf(name));
}
