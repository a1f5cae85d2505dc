using GrpcRefresh.Server.Callers;
using GrpcRefresh.Server.Listening;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Rpc;

/// <summary>Opens the gRPC listener: HTTP/2 only, which without TLS needs a port of its own.</summary>
internal sealed class RpcListener(IOptions<RpcOptions> options, SourceConnections sources) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions server)
    {
        RpcOptions rpc;
        try
        {
            rpc = options.Value;
        }
        catch (OptionsValidationException)
        {
            // Kestrel asks before the check at start, which tells this mistake together with all others.
            return;
        }

        server.AddServerHeader = false;
        server.Limits.Http2.MaxStreamsPerConnection = rpc.MaxStreamsPerConnection;
        server.Limits.Http2.KeepAlivePingDelay = rpc.KeepAlivePingDelay;
        server.Limits.Http2.KeepAlivePingTimeout = rpc.KeepAlivePingTimeout;
        if (ListenAddress.TryParse(rpc.Listen, out var address))
        {
            address.Bind(server, Door.Rpc, HttpProtocols.Http2, sources.Guard);
        }
    }
}
