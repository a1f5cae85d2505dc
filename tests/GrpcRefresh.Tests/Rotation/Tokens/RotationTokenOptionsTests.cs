using GrpcRefresh.Server.Rotation;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Rotation.Tokens;

public sealed class RotationTokenOptionsTests
{
    [Fact]
    public void The_defaults_are_good() => Assert.True(Validate(new RotationOptions()).Succeeded);

    [Theory]
    [InlineData("")]
    [InlineData("LOGIN_HISTORY; drop table T")]
    [InlineData("A.B.C.D")]
    public void A_view_that_is_no_name_is_told_by_its_key(string name)
    {
        var options = new RotationOptions();
        (options.Tokens.LoginHistory, options.Tokens.Credentials) = (name, name);

        Assert.Equal(
            ["GrpcRefresh:Rotation:Tokens:LoginHistory", "GrpcRefresh:Rotation:Tokens:Credentials"],
            Validate(options).Failures!.Select(mistake => mistake[..mistake.IndexOf(": ", StringComparison.Ordinal)]));
    }

    [Fact]
    public void Times_out_of_range_are_told_all_at_once()
    {
        var options = new RotationOptions();
        (options.Tokens.Overlap, options.Tokens.LookBack) = (TimeSpan.FromDays(31), TimeSpan.Zero);
        (options.Tokens.HistoryEvery, options.Tokens.HistoryPatience) = (TimeSpan.Zero, TimeSpan.FromTicks(-1));

        Assert.Equal(4, Validate(options).Failures!.Count(mistake => mistake.Contains("must be between", StringComparison.Ordinal)));
    }

    private static ValidateOptionsResult Validate(RotationOptions options) => new RotationOptionsValidator().Validate(null, options);
}
