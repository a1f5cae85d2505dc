using System.ComponentModel.DataAnnotations;
using GrpcRefresh.Server.Rpc;

namespace GrpcRefresh.Tests.Rpc;

public sealed class RpcOptionsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5400")]
    [InlineData("http://127.1.2.3:0")]
    [InlineData("http://[::1]:5400/")]
    [InlineData("http://localhost:5400")]
    [InlineData("http://LocalHost:5400")]
    public void A_loopback_address_is_listened_on(string listen) => Assert.True(Validate(listen).Succeeded);

    [Theory]
    [InlineData("http://0.0.0.0:5400")]
    [InlineData("http://[::]:5400")]
    [InlineData("http://10.1.2.3:5400")]
    [InlineData("http://*:5400")]
    [InlineData("http://+:5400")]
    [InlineData("http://refresh.example.com:5400")]
    public void An_address_that_others_can_reach_does_not_start(string listen)
    {
        var result = Validate(listen);

        Assert.True(result.Failed);
        Assert.Contains("GrpcRefresh:Rpc:Listen", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_says_why_other_addresses_are_refused() =>
        Assert.Contains("cannot tell callers apart", Validate("http://0.0.0.0:5400").FailureMessage, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("5400")]
    [InlineData("127.0.0.1:5400")]
    [InlineData("https://127.0.0.1:5400")]
    [InlineData("http://127.0.0.1:5400/v1")]
    [InlineData("http://ann@127.0.0.1:5400")]
    public void What_is_no_address_says_how_to_write_one(string listen) =>
        Assert.Contains("write it like http://127.0.0.1:5400", Validate(listen).FailureMessage, StringComparison.Ordinal);

    [Fact]
    public void The_defaults_are_within_their_ranges()
    {
        var options = new RpcOptions();

        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
    }

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(string listen) =>
        new RpcOptionsValidator().Validate(null, new RpcOptions { Listen = listen });
}
