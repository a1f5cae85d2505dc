using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Server.Tableau;

/// <summary>Makes the connections to one server: its certificate authorities, its proxy, its extra headers.</summary>
internal static class TableauTransport
{
    /// <summary>A page of a thousand items has a few megabytes; what is larger is no answer of Tableau's.</summary>
    private const int LargestAnswer = 32 * 1024 * 1024;

    private static readonly string[] Ours = ["Accept", "Host", "X-Tableau-Auth", "Transfer-Encoding", "Connection", "Expect"];

    public static HttpClient Connect(TableauServerOptions server, HttpMessageHandler handler)
    {
        var http = new HttpClient(handler)
        {
            BaseAddress = server.Url,
            // The time-out is per attempt and runs on the service's clock: see TableauWire.
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LargestAnswer,
        };
        foreach (var (name, value) in server.Headers)
        {
            http.DefaultRequestHeaders.TryAddWithoutValidation(name, value.Reveal());
        }

        http.DefaultRequestHeaders.UserAgent.TryParseAdd("GrpcRefresh");
        return http;
    }

    public static HttpMessageHandler CreateHandler(TableauServerOptions server)
    {
        var handler = new SocketsHttpHandler
        {
            // DNS and load balancers change under a service that runs for months.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // Shorter than the request's, and the only time-out that proves that nothing was sent.
            ConnectTimeout = server.RequestTimeout / 2,
            // A redirect leads to a sign-on page or to another pod: both are for people to see, not to follow.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            UseCookies = false,
            // Our traces are none of Tableau's business; its own spans are made in TableauWire.
            ActivityHeadersPropagator = null,
        };
        if (server.Proxy is { } proxy)
        {
            handler.Proxy = new WebProxy(proxy) { Credentials = Account(proxy) };
        }

        if (server.CaFile is { Length: > 0 } file)
        {
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = TrustOnly(file) };
        }

        return handler;
    }

    public static bool CanSend(string name, Secret value)
    {
        using var probe = new HttpRequestMessage();
        return !Ours.Contains(name, StringComparer.OrdinalIgnoreCase) && !value.Reveal().AsSpan().ContainsAny('\r', '\n', '\0') &&
            probe.Headers.TryAddWithoutValidation(name, value.Reveal());
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
