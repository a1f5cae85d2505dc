using System.Net;
using GrpcRefresh.Server.Callers;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Callers;

public sealed class CallerAuthenticatorTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3")]
    public async Task While_none_are_configured_a_caller_is_known_by_its_address_and_may_do_everything(string source, string name)
    {
        var caller = await new CallerAuthenticator(TimeProvider.System).AuthenticateAsync(null, IPAddress.Parse(source), CancellationToken.None);

        Assert.Equal((name, Role.Admin, true), (caller.Name, caller.Role, caller.IsAnonymous));
    }
}
