using System.Net;
using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace GrpcRefresh.Server.Listening;

/// <summary>An address to listen on.</summary>
internal sealed record ListenAddress(string Host, int Port, bool IsHttps)
{
    private const string Localhost = "localhost";

    public bool IsLoopback => Host == Localhost || (IPAddress.TryParse(Host, out var ip) && IPAddress.IsLoopback(ip));

    public static bool TryParse(string value, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ListenAddress? address)
    {
        var good = Uri.TryCreate(value, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && uri.PathAndQuery == "/"
            && uri.UserInfo.Length == 0
            && uri.Fragment.Length == 0;
        address = good ? new ListenAddress(uri!.IdnHost.Trim('[', ']').ToLowerInvariant(), uri.Port, uri.Scheme == Uri.UriSchemeHttps) : null;
        // Another name may mean several addresses, and others tomorrow.
        return good && (address!.Host == Localhost || IPAddress.TryParse(address.Host, out _));
    }

    /// <summary>Opens the listener and marks what comes in there.</summary>
    /// <param name="server">The server.</param>
    /// <param name="door">Where the listener leads.</param>
    /// <param name="protocols">What it speaks without TLS. With TLS client and server agree on HTTP/2 as well.</param>
    /// <param name="more">What else its connections pass through, before TLS; null for nothing.</param>
    public void Bind(KestrelServerOptions server, Door door, HttpProtocols protocols, Action<ListenOptions>? more = null)
    {
        if (IPAddress.TryParse(Host, out var ip))
        {
            server.Listen(ip, Port, Configure);
        }
        else
        {
            server.ListenLocalhost(Port, Configure);
        }

        void Configure(ListenOptions listen)
        {
            listen.Protocols = IsHttps ? protocols | HttpProtocols.Http2 : protocols;
            listen.Use(next => connection => MarkAsync(connection, new DoorFeature(door), next));
            more?.Invoke(listen);
            if (IsHttps)
            {
                var certificates = server.ApplicationServices.GetRequiredService<CertificateSource>();
                listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(certificates.Current.Options()) });
            }
        }
    }

    private static Task MarkAsync(ConnectionContext connection, DoorFeature door, ConnectionDelegate next)
    {
        connection.Features.Set(door);
        return next(connection);
    }
}
