using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using GrpcRefresh.Client;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Simulation;
using GrpcRefresh.Testing;

namespace GrpcRefresh.FunctionalTests.Listening;

/// <summary>A service with a certificate of a private authority.</summary>
internal sealed class TlsService : IAsyncDisposable
{
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("grpcrefresh-tls-");

    private TlsService()
    {
        File.WriteAllText(CaFile, Authority.RootPem);
        Replace("first");
    }

    public PrivateAuthority Authority { get; } = new();

    public TestService Service { get; private set; } = null!;

    public Uri Url => new($"https://localhost:{Service.Url.Port}");

    public Uri Gateway { get; } = new($"https://localhost:{Ports.Free()}");

    public string CaFile => Path.Combine(_files.FullName, "ca.pem");

    private string CertificateFile => Path.Combine(_files.FullName, "tls.crt");

    private string KeyFile => Path.Combine(_files.FullName, "tls.key");

    public static async Task<TlsService> StartAsync(TimeSpan jobs, Action<Dictionary<string, string?>>? settings = null)
    {
        var tls = new TlsService();
        tls.Service = await TestService.StartAsync(new TableauSimulatorOptions { JobDuration = jobs }, chosen =>
        {
            chosen["GrpcRefresh:Rpc:Listen"] = chosen["GrpcRefresh:Rpc:Listen"]!.Replace("http:", "https:", StringComparison.Ordinal);
            chosen["GrpcRefresh:Tls:CertificateFile"] = tls.CertificateFile;
            chosen["GrpcRefresh:Tls:KeyFile"] = tls.KeyFile;
            chosen["GrpcRefresh:Gateway:Listen"] = $"https://127.0.0.1:{tls.Gateway.Port}";
            settings?.Invoke(chosen);
        });
        return tls;
    }

    /// <summary>Puts another certificate in the place of the one that serves.</summary>
    public void Replace(string name) => Authority.Write(Authority.Issue(name), CertificateFile, KeyFile);

    public GrpcRefreshClient Connect(string? caFile) => new(new GrpcRefreshClientOptions { Address = Url, CaFile = caFile, MaxAttempts = 1 });

    /// <summary>A client of the gateway that speaks one version of HTTP and knows the authority.</summary>
    public HttpClient Browse(Version version) => new(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = Policy() } })
    {
        BaseAddress = Gateway,
        Timeout = CallExtensions.Patience,
        DefaultRequestVersion = version,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    /// <summary>The subject of the certificate that a new connection is shown, and what was agreed to speak.</summary>
    public async Task<(string Subject, string Protocol)> GreetAsync(Uri door, params SslApplicationProtocol[] protocols)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", door.Port);
        await using var stream = new SslStream(socket.GetStream());
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            CertificateChainPolicy = Policy(),
            ApplicationProtocols = [.. protocols],
            EnabledSslProtocols = SslProtocols.None,
        });
        return (stream.RemoteCertificate!.Subject, stream.NegotiatedApplicationProtocol.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        Authority.Dispose();
        _files.Delete(recursive: true);
    }

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(Authority.RootPem);
        return policy;
    }
}
