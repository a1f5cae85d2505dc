using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcRefresh.V1.Rpc;
using Status = GrpcRefresh.V1.Rpc.Status;

namespace GrpcRefresh.Tests.Rpc;

/// <summary>Reads an error as a client does.</summary>
internal static class ErrorDetails
{
    public static Status Details(this RpcException exception) =>
        Status.Parser.ParseFrom(exception.Trailers.GetValueBytes("grpc-status-details-bin"));

    public static ErrorInfo Info(this RpcException exception) => Assert.Single(exception.Details().All<ErrorInfo>());

    public static IReadOnlyList<T> All<T>(this Status status)
        where T : IMessage<T>, new() =>
        [.. status.Details.Where(detail => detail.Is(new T().Descriptor)).Select(detail => detail.Unpack<T>())];
}
