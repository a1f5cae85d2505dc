using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GrpcRefresh.Server.Security;

namespace GrpcRefresh.Tests.Security;

public sealed class AuthorityFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Its_certificates_are_trusted_and_no_others()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllText(_file, authority.ExportCertificatePem());

        var policy = AuthorityFile.TrustOnly(_file);

        Assert.Null(AuthorityFile.WhyUnusable(_file));
        Assert.Equal(X509ChainTrustMode.CustomRootTrust, policy.TrustMode);
        Assert.Equal("CN=authority", Assert.Single(policy.CustomTrustStore).Subject);
    }

    [Theory]
    [InlineData("", "holds no certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "cannot be used")]
    public void What_is_wrong_with_it_is_told_with_the_remedy(string content, string told)
    {
        File.WriteAllText(_file, content);

        var reason = AuthorityFile.WhyUnusable(_file);

        Assert.Contains(told, reason, StringComparison.Ordinal);
        Assert.EndsWith("Give a PEM file with at least one certificate.", reason, StringComparison.Ordinal);
    }
}
