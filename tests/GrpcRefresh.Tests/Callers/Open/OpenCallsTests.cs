using GrpcRefresh.Server;
using GrpcRefresh.Server.Callers;
using GrpcRefresh.Server.Callers.Open;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Callers.Open;

public sealed class OpenCallsTests
{
    private readonly OpenCalls _calls = new(Options.Create(new CallersOptions { MaxOpenCalls = 2 }));

    [Fact]
    public void One_call_too_many_of_a_caller_is_refused_with_the_bound()
    {
        using var first = _calls.Enter(SomeCaller.Named("nightly"));
        using var second = _calls.Enter(SomeCaller.Named("nightly") with { KeyId = "another key of the same name" });

        var failure = Assert.Throws<RefusedException>(() => _calls.Enter(SomeCaller.Named("nightly"))).Failure;

        Assert.Equal(ErrorReason.RateLimited, failure.Reason);
        Assert.Equal(("GrpcRefresh:Callers:MaxOpenCalls", "2"), (failure.Metadata["limit"], failure.Metadata["bound"]));
        Assert.NotNull(failure.RetryAfter);
    }

    [Fact]
    public void Each_caller_has_a_bound_of_its_own()
    {
        using var first = _calls.Enter(SomeCaller.Named("nightly"));
        using var second = _calls.Enter(SomeCaller.Named("nightly"));

        using var other = _calls.Enter(SomeCaller.Named("daily"));
    }

    [Fact]
    public void A_call_that_ends_makes_room_and_leaves_nothing_behind()
    {
        var first = _calls.Enter(SomeCaller.Named("nightly"));
        var second = _calls.Enter(SomeCaller.Named("nightly"));
        Assert.Single(_calls.Credentials);
        first.Dispose();

        var third = _calls.Enter(SomeCaller.Named("nightly"));

        second.Dispose();
        third.Dispose();
        Assert.Empty(_calls.Credentials);
    }

    [Fact]
    public void Callers_that_cannot_be_told_apart_have_no_bound()
    {
        var calls = Enumerable.Range(0, 10).Select(_ => _calls.Enter(SomeCaller.Anonymous)).ToList();

        Assert.Empty(_calls.Credentials);
        calls.ForEach(call => call.Dispose());
    }
}
