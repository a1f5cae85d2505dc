using Grpc.Core;
using Xunit;

namespace GrpcRefresh.Tests.Compat;

public sealed class RpcExceptionTests
{
    private static readonly Status _status = new(StatusCode.NotFound, "no such job");

    [Fact]
    public void The_message_is_the_status() =>
        Assert.Equal("Status(StatusCode=\"NotFound\", Detail=\"no such job\")", new RpcException(_status).Message);

    [Fact]
    public void A_message_of_its_own_takes_the_place_of_the_status() =>
        Assert.Equal("gone", new RpcException(_status, "gone").Message);

    [Fact]
    public void Status_and_code_are_those_given()
    {
        var exception = new RpcException(_status);

        Assert.Equal(_status, exception.Status);
        Assert.Equal(StatusCode.NotFound, exception.StatusCode);
    }

    [Fact]
    public void Trailers_are_those_given()
    {
        var trailers = new Metadata { { "reason", "JOB_NOT_FOUND" } };

        Assert.Same(trailers, new RpcException(_status, trailers).Trailers);
        Assert.Same(trailers, new RpcException(_status, trailers, "gone").Trailers);
    }

    [Fact]
    public void Trailers_are_empty_unless_given() => Assert.Empty(new RpcException(_status).Trailers);

    [Fact]
    public void Trailers_cannot_be_null() =>
        Assert.Throws<ArgumentNullException>(() => new RpcException(_status, (Metadata)null!));

    [Fact]
    public void The_cause_in_the_status_is_the_inner_exception()
    {
        var cause = new IOException("disk");

        Assert.Same(cause, new RpcException(new Status(StatusCode.Internal, "broken", cause)).InnerException);
    }
}
