using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GrpcRefresh.Server.Listening;

/// <summary>An address to listen on, without TLS.</summary>
internal sealed record ListenAddress(string Host, int Port)
{
    private const string Localhost = "localhost";

    public bool IsLoopback => Host == Localhost || (IPAddress.TryParse(Host, out var ip) && IPAddress.IsLoopback(ip));

    public static bool TryParse(string value, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ListenAddress? address)
    {
        var good = Uri.TryCreate(value, UriKind.Absolute, out var uri)
            && uri.Scheme == Uri.UriSchemeHttp
            && uri.PathAndQuery == "/"
            && uri.UserInfo.Length == 0
            && uri.Fragment.Length == 0;
        address = good ? new ListenAddress(uri!.IdnHost.Trim('[', ']').ToLowerInvariant(), uri.Port) : null;
        return good;
    }

    /// <summary>Opens the listener and marks what comes in there.</summary>
    /// <param name="more">What else the connections pass through; null for nothing.</param>
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
            listen.Protocols = protocols;
            listen.Use(next => connection => MarkAsync(connection, new DoorFeature(door), next));
            more?.Invoke(listen);
        }
    }

    private static Task MarkAsync(ConnectionContext connection, DoorFeature door, ConnectionDelegate next)
    {
        connection.Features.Set(door);
        return next(connection);
    }
}
