using GrpcRefresh.Server;
using GrpcRefresh.Server.Callers;
using GrpcRefresh.Server.Callers.Open;
using GrpcRefresh.Server.Rpc;
using GrpcRefresh.Tests.Infrastructure;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Rpc;

public sealed class ProbeStreamsTests
{
    private readonly ProbeStreams _streams = new(Options.Create(new RpcOptions { MaxProbeStreams = 2 }), new OpenCalls(Options.Create(new CallersOptions())));

    [Fact]
    public void One_stream_too_many_is_refused_with_the_bound()
    {
        using var first = _streams.Enter(SomeCaller.Anonymous);
        using var second = _streams.Enter(SomeCaller.Anonymous);

        var failure = Assert.Throws<RefusedException>(() => _streams.Enter(SomeCaller.Anonymous)).Failure;

        Assert.Equal(ErrorReason.ServiceBusy, failure.Reason);
        Assert.Equal("2", failure.Metadata["bound"]);
        Assert.NotNull(failure.RetryAfter);
    }

    [Fact]
    public void A_stream_that_ends_makes_room_for_one()
    {
        using var first = _streams.Enter(SomeCaller.Anonymous);
        var second = _streams.Enter(SomeCaller.Anonymous);
        second.Dispose();
        second.Dispose();

        using var third = _streams.Enter(SomeCaller.Anonymous);
        Assert.Throws<RefusedException>(() => _streams.Enter(SomeCaller.Anonymous));
    }
}
