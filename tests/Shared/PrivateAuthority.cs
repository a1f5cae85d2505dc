using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GrpcRefresh.Testing;

/// <summary>A certificate authority that only a test trusts, with an intermediate one below it as real ones have.</summary>
internal sealed class PrivateAuthority : IDisposable
{
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _intermediate;

    public PrivateAuthority(string name = "Test Root")
    {
        _root = Make(Authority(name), null);
        _intermediate = Make(Authority($"{name} Issuing"), _root);
    }

    /// <summary>What clients have to trust.</summary>
    public string RootPem => _root.ExportCertificatePem();

    /// <summary>What servers send along with their own.</summary>
    public X509Certificate2 Intermediate => X509CertificateLoader.LoadCertificate(_intermediate.RawData);

    /// <summary>A certificate for this machine, with its key.</summary>
    public X509Certificate2 Issue(string name = "localhost", TimeSpan? age = null, TimeSpan? left = null)
    {
        var usual = TimeSpan.FromDays(90);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return Make((request, key), _intermediate, age ?? usual, left ?? usual);
    }

    /// <summary>Writes a certificate with its chain, and its key, as servers want them.</summary>
    public void Write(X509Certificate2 certificate, string certificateFile, string keyFile)
    {
        File.WriteAllText(certificateFile, $"{certificate.ExportCertificatePem()}\n{_intermediate.ExportCertificatePem()}\n");
        WritePrivately(keyFile, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>A file that only its owner may read.</summary>
    public static void WritePrivately(string file, string text)
    {
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    public void Dispose()
    {
        _root.Dispose();
        _intermediate.Dispose();
    }

    private static (CertificateRequest Request, ECDsa Key) Authority(string name)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return (request, key);
    }

    private static X509Certificate2 Make((CertificateRequest Request, ECDsa Key) subject, X509Certificate2? issuer, TimeSpan? age = null, TimeSpan? left = null)
    {
        var begin = DateTimeOffset.UtcNow - (age ?? (issuer is null ? TimeSpan.FromDays(1_000) : TimeSpan.FromDays(900)));
        var end = DateTimeOffset.UtcNow + (left ?? (issuer is null ? TimeSpan.FromDays(1_000) : TimeSpan.FromDays(900)));
        if (issuer is null)
        {
            return subject.Request.CreateSelfSigned(begin, end);
        }

        using var bare = subject.Request.Create(issuer, begin, end, RandomNumberGenerator.GetBytes(8));
        return bare.CopyWithPrivateKey(subject.Key);
    }
}
