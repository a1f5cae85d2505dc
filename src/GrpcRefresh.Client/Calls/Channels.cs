using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
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
                SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = options.CaFile is { Length: > 0 } file ? TrustOnly(file) : null },
            },
            DisposeHttpClient = true,
        };
        options.ConfigureChannel?.Invoke(settings);
        return GrpcChannel.ForAddress(options.Address!, settings);
    }

    private static X509ChainPolicy TrustOnly(string file)
    {
        // Private authorities seldom say where to ask for revoked certificates.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }
}
