using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace GrpcRefresh.Server.Snowflake;

/// <summary>Makes the connections to the account: its certificate authorities, its proxy, its bounds.</summary>
internal static class SnowflakeTransport
{
    /// <summary>After decompression. A partition has 10 MB or so.</summary>
    private const int LargestAnswer = 64 * 1024 * 1024;

    private static readonly ProductInfoHeaderValue Product = new("GrpcRefresh", typeof(SnowflakeTransport).Assembly.GetName().Version?.ToString(3) ?? "0");

    public static HttpClient Connect(SnowflakeOptions options, HttpMessageHandler handler)
    {
        var http = new HttpClient(handler)
        {
            BaseAddress = options.Address,
            // The time-out is per attempt and runs on the service's clock: see SnowflakeWire.
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LargestAnswer,
        };
        // Snowflake refuses requests without it.
        http.DefaultRequestHeaders.UserAgent.Add(Product);
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        return http;
    }

    public static HttpMessageHandler CreateHandler(SnowflakeOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            // DNS and load balancers change under a service that runs for months.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // Shorter than the request's, and the only time-out that proves that nothing was sent.
            ConnectTimeout = TimeSpan.FromSeconds(15),
            AllowAutoRedirect = false,
            // Partitions come compressed whether asked for or not.
            AutomaticDecompression = DecompressionMethods.All,
            UseCookies = false,
            // The path names a statement, and whoever has the handle of one that made a token may read that token: no trace, no log of it.
            ActivityHeadersPropagator = null,
        };
        if (options.Proxy is { } proxy)
        {
            handler.Proxy = new WebProxy(proxy) { Credentials = Account(proxy) };
        }

        if (options.CaFile is { Length: > 0 } file)
        {
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = TrustOnly(file) };
        }

        return handler;
    }

    private static NetworkCredential? Account(Uri proxy) => proxy.UserInfo.Split(':', 2) is [{ Length: > 0 } user, var password]
        ? new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password))
        : null;

    private static X509ChainPolicy TrustOnly(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }
}
