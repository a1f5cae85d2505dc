using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcRefresh.Client;
using GrpcRefresh.Server;
using GrpcRefresh.Server.Rpc.Errors;
using GrpcRefresh.V1;
using GrpcRefresh.V1.Rpc;
using Status = Grpc.Core.Status;

namespace GrpcRefresh.Tests.Client;

/// <summary>Errors as the service writes them and the client reads them.</summary>
public sealed class ExceptionTests
{
    private const string Luid = "123e4567-e89b-12d3-a456-426614174000";

    [Fact]
    public void A_refusal_keeps_everything_the_service_said()
    {
        var failure = Read(new Failure(ErrorReason.ResourceNotFound, "There is no such thing.")
        {
            Metadata = new Dictionary<string, string> { ["resource"] = "Sales / Order" },
            RetryAfter = TimeSpan.FromSeconds(3),
            Fields = [new Server.FieldViolation("resource.path.name", "is not there.")],
            Subjects = [new FailureSubject("data source", "Sales / Order", "", "not found"), new FailureSubject("data source", Luid, "ana", "Sales / Orders")],
        });

        Assert.Equal((StatusCode.NotFound, ErrorReason.ResourceNotFound, "RESOURCE_NOT_FOUND"), (failure.StatusCode, failure.Reason, failure.ReasonName));
        Assert.Equal(("There is no such thing.", "RESOURCE_NOT_FOUND: There is no such thing."), (failure.Detail, failure.Message));
        Assert.Equal("Sales / Order", failure.Metadata["resource"]);
        Assert.Equal(TimeSpan.FromSeconds(3), failure.RetryDelay);
        Assert.Equal(("resource.path.name", "is not there."), (Assert.Single(failure.FieldViolations).Field, failure.FieldViolations[0].Description));
        Assert.Equal(new Candidate(Luid, "data source", "ana", "Sales / Orders"), Assert.Single(failure.Candidates));
    }

    [Fact]
    public void A_reason_of_a_newer_service_is_kept_as_text()
    {
        var failure = GrpcRefreshException.From(WithDetails(new ErrorInfo { Domain = "grpcrefresh", Reason = "MOON_IS_FULL" }));

        Assert.Equal((ErrorReason.Unspecified, "MOON_IS_FULL"), (failure.Reason, failure.ReasonName));
    }

    [Fact]
    public void A_reason_of_somebody_else_is_none_of_ours() =>
        Assert.Empty(GrpcRefreshException.From(WithDetails(new ErrorInfo { Domain = "proxy.example.com", Reason = "JOB_NOT_FOUND" })).ReasonName);

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF })]
    public void Details_that_cannot_be_read_leave_the_status(byte[] details)
    {
        var failure = GrpcRefreshException.From(new RpcException(
            new Status(StatusCode.Unavailable, "Bad gateway."), new Metadata { { "grpc-status-details-bin", details } }));

        Assert.Equal(("Unavailable: Bad gateway.", ErrorReason.Unspecified), (failure.Message, failure.Reason));
    }

    [Fact]
    public void Every_reason_of_the_contract_is_read() => Assert.All(
        System.Enum.GetValues<ErrorReason>().Where(reason => reason != ErrorReason.Unspecified),
        reason => Assert.Equal(reason, Read(new Failure(reason, "Because.")).Reason));

    private static GrpcRefreshException Read(Failure failure) => GrpcRefreshException.From(Refusal.Of(failure));

    private static RpcException WithDetails(IMessage detail) => new(
        new Status(StatusCode.Aborted, "No."),
        new Metadata { { "grpc-status-details-bin", new V1.Rpc.Status { Details = { Any.Pack(detail) } }.ToByteArray() } });
}
