using GrpcRefresh.Server.Listening;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Server.Gateway;

/// <summary>Opens the gateway's listener. HTTP/2 without TLS cannot share a port with HTTP/1.1, so it is the latter then.</summary>
internal sealed class GatewayListener(IOptions<GatewayOptions> options, ConnectionLimit connections) : IConfigureOptions<KestrelServerOptions>
{
    private const int MostHeaders = 64;

    public void Configure(KestrelServerOptions server)
    {
        GatewayOptions gateway;
        try
        {
            gateway = options.Value;
        }
        catch (OptionsValidationException)
        {
            // Told by the check at start, together with all other mistakes.
            return;
        }

        if (!gateway.IsOn || !ListenAddress.TryParse(gateway.Listen, out var address))
        {
            return;
        }

        server.AddServerHeader = false;
        server.Limits.MaxRequestLineSize = gateway.MaxRequestLineSize;
        server.Limits.MaxRequestHeadersTotalSize = gateway.MaxRequestHeadersSize;
        server.Limits.MaxRequestHeaderCount = MostHeaders;
        server.Limits.RequestHeadersTimeout = gateway.RequestHeadersTimeout;
        address.Bind(server, Door.Gateway, HttpProtocols.Http1, connections.Guard);
    }
}
