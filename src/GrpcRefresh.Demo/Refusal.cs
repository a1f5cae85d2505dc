using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcRefresh.V1.Rpc;
using Status = GrpcRefresh.V1.Rpc.Status;

namespace GrpcRefresh.Demo;

/// <summary>An error's details, as any client finds them in the trailer <c>grpc-status-details-bin</c>.</summary>
internal sealed record Refusal(string Reason, IReadOnlyList<string> Candidates)
{
    public static Refusal? Of(RpcException error)
    {
        if (error.Trailers.GetValueBytes("grpc-status-details-bin") is not { } bytes)
        {
            return null;
        }

        var details = Status.Parser.ParseFrom(bytes).Details;
        return new Refusal(
            Unpack<ErrorInfo>(details).Single().Reason,
            [.. Unpack<ResourceInfo>(details).Where(info => info.Owner.Length > 0).Select(info => $"{info.Description} ({info.ResourceName}, owner {info.Owner})")]);
    }

    private static IEnumerable<T> Unpack<T>(IEnumerable<Any> details)
        where T : Google.Protobuf.IMessage<T>, new() =>
        details.Where(detail => detail.Is(new T().Descriptor)).Select(detail => detail.Unpack<T>());
}
