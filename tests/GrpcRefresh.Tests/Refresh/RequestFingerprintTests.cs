using GrpcRefresh.Server;
using GrpcRefresh.Server.Refresh;
using GrpcRefresh.Server.Security;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;

namespace GrpcRefresh.Tests.Refresh;

public sealed class RequestFingerprintTests
{
    private static readonly RefreshCommand Command = new(
        Some.Reference(), RefreshMode.Full, Freshness.AfterRequest, false, null, new Dictionary<string, string> { ["team"] = "sales" }, Caller.Anonymous("127.0.0.1"), null);

    [Fact]
    public void Another_caller_cannot_repeat_it() => Assert.NotEqual(
        RequestFingerprint.Of(Command with { Caller = SomeCaller.Named("etl") }), RequestFingerprint.Of(Command with { Caller = SomeCaller.Named("board") }));

    [Fact]
    public void Another_user_makes_another_body()
    {
        var ana = Command with { OnBehalfOf = new OnBehalf("ANA", "", "", "") };

        Assert.NotEqual(RequestFingerprint.Of(Command), RequestFingerprint.Of(ana));
        Assert.NotEqual(RequestFingerprint.Of(ana), RequestFingerprint.Of(Command with { OnBehalfOf = new OnBehalf("", "ANA", "", "") }));
        Assert.Equal(RequestFingerprint.Of(ana), RequestFingerprint.Of(Command with { OnBehalfOf = new OnBehalf("ANA", "", "", "") }));
    }

    [Fact]
    public void A_retry_from_another_address_is_the_same_request() =>
        Assert.Equal(RequestFingerprint.Of(Command), RequestFingerprint.Of(Command with { Caller = Caller.Anonymous("10.0.0.1") }));

    [Fact]
    public void Requests_recorded_before_there_was_on_behalf_of_are_known_again() =>
        Assert.Equal("D215AD4F7CCCB44F645AF807509D8EF04C4EC0D992A9B036CBDE316B55D2C786", RequestFingerprint.Of(Command));
}
