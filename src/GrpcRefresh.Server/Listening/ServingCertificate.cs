using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace GrpcRefresh.Server.Listening;

/// <summary>A certificate with its key, and what clients are sent along with it.</summary>
internal sealed class ServingCertificate
{
    private static readonly TimeSpan LongestNotice = TimeSpan.FromDays(14);

    // Made once for each certificate: building the chain takes longer than a handshake. Offline, because nobody is to be asked about it.
    private readonly SslStreamCertificateContext _context;
    private readonly X509Certificate2 _own;

    public ServingCertificate(X509Certificate2 own, X509Certificate2Collection chain)
    {
        _own = OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null) : own;
        _context = SslStreamCertificateContext.Create(_own, chain, offline: true);
    }

    public string Subject => _own.Subject;

    public DateTimeOffset Until => _own.NotAfter.ToUniversalTime();

    /// <summary>When somebody should be told: what is renewed in time, as with a quarter of its life left, never comes here.</summary>
    public DateTimeOffset NoticeAt => Until - TimeSpan.FromTicks(Math.Min(LongestNotice.Ticks, (_own.NotAfter - _own.NotBefore).Ticks / 4));

    /// <summary>For one handshake; the listener adds what it speaks.</summary>
    public SslServerAuthenticationOptions Options() => new()
    {
        ServerCertificateContext = _context,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        AllowRenegotiation = false,
    };
}
