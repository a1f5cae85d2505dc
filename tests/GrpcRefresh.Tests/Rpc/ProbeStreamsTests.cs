using GrpcRefresh.Server;
using GrpcRefresh.Server.Rpc;
using GrpcRefresh.V1;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Rpc;

public sealed class ProbeStreamsTests
{
    private readonly ProbeStreams _streams = new(Options.Create(new RpcOptions { MaxProbeStreams = 2 }));

    [Fact]
    public void One_stream_too_many_is_refused_with_the_bound()
    {
        using var first = _streams.Enter();
        using var second = _streams.Enter();

        var failure = Assert.Throws<RefusedException>(_streams.Enter).Failure;

        Assert.Equal(ErrorReason.ServiceBusy, failure.Reason);
        Assert.Equal("2", failure.Metadata["bound"]);
        Assert.NotNull(failure.RetryAfter);
    }

    [Fact]
    public void A_stream_that_ends_makes_room_for_one()
    {
        using var first = _streams.Enter();
        var second = _streams.Enter();
        second.Dispose();
        second.Dispose();

        using var third = _streams.Enter();
        Assert.Throws<RefusedException>(_streams.Enter);
    }
}
