using System.ComponentModel.DataAnnotations;
using GrpcRefresh.Server.Rpc;
using GrpcRefresh.Tests.Listening;

namespace GrpcRefresh.Tests.Rpc;

public sealed class RpcOptionsTests
{
    [Fact]
    public void The_defaults_start_on_any_machine()
    {
        var options = new RpcOptions();

        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        Assert.True(new RpcOptionsValidator(TheListeners.Rules()).Validate(null, options).Succeeded);
    }

    [Fact]
    public void An_address_that_others_can_reach_is_named_by_its_key() =>
        Assert.All(
            new RpcOptionsValidator(TheListeners.Rules()).Validate(null, new RpcOptions { Listen = "http://0.0.0.0:5400" }).Failures!,
            failure => Assert.StartsWith("GrpcRefresh:Rpc:Listen is http://0.0.0.0:5400", failure, StringComparison.Ordinal));
}
