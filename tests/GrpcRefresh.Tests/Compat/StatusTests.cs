using Grpc.Core;
using Xunit;

namespace GrpcRefresh.Tests.Compat;

public sealed class StatusTests
{
    [Fact]
    public void A_status_prints_its_code_and_its_detail() =>
        Assert.Equal(
            "Status(StatusCode=\"NotFound\", Detail=\"no such job\")",
            new Status(StatusCode.NotFound, "no such job").ToString());

    [Fact]
    public void A_status_with_a_cause_prints_that_too() =>
        Assert.Equal(
            "Status(StatusCode=\"Internal\", Detail=\"broken\", DebugException=\"System.IO.IOException: disk\")",
            new Status(StatusCode.Internal, "broken", new IOException("disk")).ToString());

    [Fact]
    public void The_ready_made_statuses_have_no_detail()
    {
        Assert.Equal(new Status(StatusCode.OK, ""), Status.DefaultSuccess);
        Assert.Equal(new Status(StatusCode.Cancelled, ""), Status.DefaultCancelled);
    }

    [Fact]
    public void Status_codes_have_the_numbers_of_the_protocol() =>
        Assert.Equal(
            [
                StatusCode.OK, StatusCode.Cancelled, StatusCode.Unknown, StatusCode.InvalidArgument, StatusCode.DeadlineExceeded,
                StatusCode.NotFound, StatusCode.AlreadyExists, StatusCode.PermissionDenied, StatusCode.ResourceExhausted,
                StatusCode.FailedPrecondition, StatusCode.Aborted, StatusCode.OutOfRange, StatusCode.Unimplemented,
                StatusCode.Internal, StatusCode.Unavailable, StatusCode.DataLoss, StatusCode.Unauthenticated,
            ],
            Enumerable.Range(0, 17).Select(number => (StatusCode)number));
}
