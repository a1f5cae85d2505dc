using System.Net;
using Grpc.Core;

namespace GrpcRefresh.Server.Rpc;

/// <summary>Who calls. Until callers are authenticated that is the address they call from.</summary>
internal static class Caller
{
    public static string Of(ServerCallContext call)
    {
        // ipv4:127.0.0.1:5000 and ipv6:[::1]:5000, as gRPC names peers. The port changes with each connection.
        var scheme = call.Peer.IndexOf(':', StringComparison.Ordinal);
        return IPEndPoint.TryParse(call.Peer.AsSpan(scheme + 1), out var peer)
            ? (peer.Address.IsIPv4MappedToIPv6 ? peer.Address.MapToIPv4() : peer.Address).ToString()
            : call.Peer;
    }
}
