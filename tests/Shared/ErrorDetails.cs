using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcRefresh.V1.Rpc;
using Status = GrpcRefresh.V1.Rpc.Status;

namespace GrpcRefresh.Testing;

/// <summary>Reads an error as a client does.</summary>
internal static class ErrorDetails
{
    public static Status Details(this RpcException exception)
    {
        var details = exception.Trailers.GetValueBytes("grpc-status-details-bin");
        Assert.True(details is not null, $"There are no details with {exception}");
        var status = Status.Parser.ParseFrom(details);
        Assert.Equal((int)exception.StatusCode, status.Code);
        return status;
    }

    public static ErrorInfo Info(this RpcException exception) => Assert.Single(exception.Details().All<ErrorInfo>());

    public static IReadOnlyList<T> All<T>(this Status status)
        where T : IMessage<T>, new() =>
        [.. status.Details.Where(detail => detail.Is(new T().Descriptor)).Select(detail => detail.Unpack<T>())];
}
