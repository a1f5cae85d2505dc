using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GrpcRefresh.Server.Listening;
using GrpcRefresh.Testing;

namespace GrpcRefresh.Tests.Listening;

public sealed class TlsFilesTests : IDisposable
{
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000);

    private readonly TlsFolder _tls = new();

    [Fact]
    public void A_certificate_and_its_key_serve()
    {
        _tls.Put(_tls.Authority.Issue("one"));

        Assert.Equal("CN=one", TlsFiles.Read(_tls.Options).Load().Subject);
    }

    [Fact]
    public void One_file_with_both_serves()
    {
        var certificate = _tls.Authority.Issue("both");
        PrivateAuthority.WritePrivately(_tls.File("both.pem"), $"{certificate.ExportCertificatePem()}\n{certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()}");

        Assert.Equal("CN=both", TlsFiles.Read(new TlsOptions { CertificateFile = _tls.File("both.pem") }).Load().Subject);
    }

    [Fact]
    public void An_encrypted_key_serves_with_its_password()
    {
        var certificate = _tls.Put();
        PrivateAuthority.WritePrivately(_tls.File("tls.key"), certificate.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem("open sesame", Encryption));

        Assert.Equal("CN=localhost", TlsFiles.Read(WithPassword(_tls.Options, "open sesame\n")).Load().Subject);
        Assert.Contains("GrpcRefresh:Tls:PasswordFile", Refused(WithPassword(_tls.Options, "close sesame")), StringComparison.Ordinal);
        Assert.Contains("give GrpcRefresh:Tls:PasswordFile as well", Refused(_tls.Options), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("open sesame")]
    [InlineData(null)]
    public void A_PFX_file_serves(string? password)
    {
        var options = PutPfx(password);
        options = password is null ? options : WithPassword(options, password);

        Assert.Equal("CN=localhost", TlsFiles.Read(options).Load().Subject);
    }

    [Fact]
    public void A_PFX_file_with_another_password_does_not_and_the_password_is_not_told()
    {
        var problem = Refused(WithPassword(PutPfx("open sesame"), "close sesame"));

        Assert.StartsWith("GrpcRefresh:Tls:CertificateFile cannot be used", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_PFX_file_beside_a_key_is_one_too_many()
    {
        _tls.Put();
        var options = PutPfx(null);
        options.KeyFile = _tls.Options.KeyFile;

        Assert.Contains("Remove GrpcRefresh:Tls:KeyFile", Refused(options), StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_of_another_certificate_is_refused()
    {
        _tls.Put();
        PrivateAuthority.WritePrivately(_tls.File("tls.key"), _tls.Authority.Issue().GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());

        Assert.StartsWith("GrpcRefresh:Tls:CertificateFile cannot be used", Refused(_tls.Options), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_certificate_is_refused()
    {
        PrivateAuthority.WritePrivately(_tls.File("noise"), "nothing of the kind");
        Assert.StartsWith("GrpcRefresh:Tls:CertificateFile cannot be used", Refused(new TlsOptions { CertificateFile = _tls.File("noise") }), StringComparison.Ordinal);
        Assert.StartsWith("The file named by GrpcRefresh:Tls:CertificateFile does not exist", Refused(new TlsOptions { CertificateFile = _tls.File("none") }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_everybody_may_read_is_refused()
    {
        _tls.Put();
        Open("tls.key", UnixFileMode.OtherRead);

        Assert.Contains("GrpcRefresh:Tls:KeyFile", Refused(_tls.Options), StringComparison.Ordinal);
        Assert.Contains("chmod o-rwx", Refused(_tls.Options), StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_without_its_key_may_be_read_by_everybody()
    {
        _tls.Put();
        Open("tls.crt", UnixFileMode.OtherRead);

        Assert.Equal("CN=localhost", TlsFiles.Read(_tls.Options).Load().Subject);
    }

    public void Dispose() => _tls.Dispose();

    private static string Refused(TlsOptions options) => Assert.Throws<CertificateUnusableException>(() => TlsFiles.Read(options).Load()).Message;

    private TlsOptions PutPfx(string? password)
    {
        var all = new X509Certificate2Collection(_tls.Authority.Intermediate) { _tls.Authority.Issue() };
        PrivateAuthority.WritePrivately(_tls.File("tls.pfx"), "");
        File.WriteAllBytes(_tls.File("tls.pfx"), all.Export(X509ContentType.Pkcs12, password)!);
        return new TlsOptions { CertificateFile = _tls.File("tls.pfx") };
    }

    private TlsOptions WithPassword(TlsOptions options, string password)
    {
        PrivateAuthority.WritePrivately(_tls.File("password"), password);
        options.PasswordFile = _tls.File("password");
        return options;
    }

    private void Open(string name, UnixFileMode more)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_tls.File(name), File.GetUnixFileMode(_tls.File(name)) | more);
        }
    }
}
