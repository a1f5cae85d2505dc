using Grpc.Net.Client;

namespace GrpcRefresh.Client.Calls;

/// <summary>Makes the one channel of a client.</summary>
internal static class Channels
{
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(10);

    public static GrpcChannel Open(GrpcRefreshClientOptions options)
    {
        var settings = new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                // Without pings a watch would not notice a connection that broke without a word, behind a NAT for example.
                KeepAlivePingDelay = options.KeepAlivePingDelay,
                KeepAlivePingTimeout = PingTimeout,
                KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
                PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
                // More watches than one connection carries streams open another one.
                EnableMultipleHttp2Connections = true,
            },
            DisposeHttpClient = true,
        };
        options.ConfigureChannel?.Invoke(settings);
        return GrpcChannel.ForAddress(options.Address!, settings);
    }
}
