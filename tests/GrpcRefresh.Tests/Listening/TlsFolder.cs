using System.Security.Cryptography.X509Certificates;
using GrpcRefresh.Server.Listening;
using GrpcRefresh.Testing;

namespace GrpcRefresh.Tests.Listening;

/// <summary>The files of a certificate, in a folder of their own.</summary>
internal sealed class TlsFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcrefresh-tls-");

    public PrivateAuthority Authority { get; } = new();

    public TlsOptions Options => new() { CertificateFile = File("tls.crt"), KeyFile = File("tls.key") };

    public string File(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Writes the pair of <see cref="Options"/>.</summary>
    public X509Certificate2 Put(X509Certificate2? certificate = null)
    {
        certificate ??= Authority.Issue();
        Authority.Write(certificate, Options.CertificateFile!, Options.KeyFile!);
        return certificate;
    }

    public void Dispose()
    {
        Authority.Dispose();
        _folder.Delete(recursive: true);
    }
}
