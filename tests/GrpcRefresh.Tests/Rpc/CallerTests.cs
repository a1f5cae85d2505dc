using GrpcRefresh.Server.Rpc;

namespace GrpcRefresh.Tests.Rpc;

public sealed class CallerTests
{
    [Theory]
    [InlineData("ipv4:127.0.0.1:50432", "127.0.0.1")]
    [InlineData("ipv6:[::1]:50432", "::1")]
    [InlineData("ipv6:[::ffff:10.1.2.3]:50432", "10.1.2.3")]
    [InlineData("unknown", "unknown")]
    public void A_caller_is_known_by_its_address_without_the_port(string peer, string caller) =>
        Assert.Equal(caller, Caller.Of(new FakeCall { From = peer }));
}
