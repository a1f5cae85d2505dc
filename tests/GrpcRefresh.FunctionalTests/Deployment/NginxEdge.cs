using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using GrpcRefresh.FunctionalTests.Infrastructure;
using GrpcRefresh.Testing;

namespace GrpcRefresh.FunctionalTests.Deployment;

/// <summary>A real nginx with the files of deploy/nginx, in which nothing but ports, folders and the addresses behind are others.</summary>
internal sealed class NginxEdge : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-nginx-");
    private readonly PrivateAuthority _authority = new();
    private ServiceProcess? _process;

    private NginxEdge()
    {
    }

    /// <summary>Debian puts it where only administrators look.</summary>
    public static string? Program { get; } = Programs.Find("nginx") ?? (File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : null);

    public Uri Rpc { get; } = new($"https://localhost:{Ports.Free()}");

    public Uri Gateway { get; } = new($"https://localhost:{Ports.Free()}");

    public string AccessLog => File.ReadAllText(Path.Combine(_folder.FullName, "grpcrefresh.log"));

    /// <param name="upstreams">The file that says where the service is.</param>
    /// <param name="substitutions">What stands in it for what it names.</param>
    public static async Task<NginxEdge> StartAsync(string upstreams, params IEnumerable<(string Name, string Value)> substitutions)
    {
        var edge = new NginxEdge();
        edge.Write(upstreams, substitutions);
        edge._process = ServiceProcess.Start(new ProcessStartInfo(Program!, ["-p", edge._folder.FullName, "-c", "nginx.conf", "-e", "errors.log"]));
        await edge.ListensAsync(edge.Rpc.Port);
        await edge.ListensAsync(edge.Gateway.Port);
        return edge;
    }

    /// <summary>What trusts the edge's authority alone.</summary>
    /// <param name="from">The address to come from.</param>
    public SocketsHttpHandler Handler(IPAddress? from = null)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(_authority.RootPem);
        return new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
            ConnectCallback = async (context, ct) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(from ?? IPAddress.Loopback, 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            // Its workers end with it when it is asked, not when it is killed.
            await _process.TerminateAsync();
            await _process.DisposeAsync();
        }

        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Write(string upstreams, IEnumerable<(string Name, string Value)> substitutions)
    {
        var tls = _folder.CreateSubdirectory("tls").FullName;
        _authority.Write(_authority.Issue(), Path.Combine(tls, "tls.crt"), Path.Combine(tls, "tls.key"));
        var servers = File.ReadAllText(Path.Combine(Checkout.Root, "deploy", "nginx", "grpcrefresh.conf"));
        Put("grpcrefresh.conf", Substitute(servers,
        [
            ("listen 5443 ssl", $"listen 127.0.0.1:{Rpc.Port} ssl"), ("listen 443 ssl", $"listen 127.0.0.1:{Gateway.Port} ssl"),
            ("/etc/nginx/tls", tls), ("/var/log/nginx", _folder.FullName),
        ]));
        Put("upstreams.conf", Substitute(File.ReadAllText(Path.Combine(Checkout.Root, upstreams)), substitutions));
        Put("nginx.conf", $$"""
            daemon off;
            pid nginx.pid;
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            events { worker_connections 1024; }
            http {
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                include upstreams.conf;
                include grpcrefresh.conf;
            }
            """);
    }

    private void Put(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    private static string Substitute(string text, IEnumerable<(string Name, string Value)> substitutions)
    {
        foreach (var (name, value) in substitutions)
        {
            Assert.Contains(name, text, StringComparison.Ordinal);
            text = text.Replace(name, value, StringComparison.Ordinal);
        }

        return text;
    }

    private async Task ListensAsync(int port)
    {
        using var patience = new CancellationTokenSource(CallExtensions.Patience);
        while (true)
        {
            Assert.False(_process!.HasExited, File.Exists(Path.Combine(_folder.FullName, "errors.log")) ? File.ReadAllText(Path.Combine(_folder.FullName, "errors.log")) : _process.Errors);
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port, patience.Token);
                return;
            }
            catch (SocketException)
            {
                // Not listening yet.
                await Task.Yield();
            }
        }
    }
}
