using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GrpcRefresh.Server;

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

    public void Bind(KestrelServerOptions server, Action<ListenOptions> configure)
    {
        if (IPAddress.TryParse(Host, out var ip))
        {
            server.Listen(ip, Port, configure);
        }
        else
        {
            server.ListenLocalhost(Port, configure);
        }
    }
}
