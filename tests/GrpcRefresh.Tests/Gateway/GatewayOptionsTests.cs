using GrpcRefresh.Server.Gateway;
using GrpcRefresh.Tests.Listening;

namespace GrpcRefresh.Tests.Gateway;

public sealed class GatewayOptionsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5480")]
    [InlineData("http://[::1]:5480")]
    [InlineData("")]
    public void A_local_address_or_none_is_accepted(string listen) => Assert.True(Check(new GatewayOptions { Listen = listen }).Succeeded);

    [Theory]
    [InlineData("http://0.0.0.0:5480", "which other machines can reach")]
    [InlineData("5480", "is not an address")]
    [InlineData("http://127.0.0.1:5480/v1", "is not an address")]
    public void Another_is_refused_with_its_key(string listen, string why)
    {
        var result = Check(new GatewayOptions { Listen = listen });

        Assert.Contains("GrpcRefresh:Gateway:Listen", result.FailureMessage, StringComparison.Ordinal);
        Assert.Contains(why, result.FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://status.example.com", true)]
    [InlineData("http://localhost:3000", true)]
    [InlineData("*", false)]
    [InlineData("null", false)]
    [InlineData("https://status.example.com/", false)]
    [InlineData("https://Status.example.com", false)]
    [InlineData("status.example.com", false)]
    public void An_origin_is_written_as_a_browser_writes_it(string origin, bool good)
    {
        var result = Check(new GatewayOptions { AllowedOrigins = { origin } });

        Assert.Equal(good, result.Succeeded);
        Assert.True(good || result.FailureMessage!.Contains("GrpcRefresh:Gateway:AllowedOrigins:0", StringComparison.Ordinal));
    }

    private static Microsoft.Extensions.Options.ValidateOptionsResult Check(GatewayOptions options) => new GatewayOptionsValidator(TheListeners.Rules()).Validate(null, options);
}
