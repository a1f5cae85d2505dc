using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GrpcRefresh.Server.Tableau;
using GrpcRefresh.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.FunctionalTests.Tableau;

/// <summary>A Tableau Server behind a certificate of the company's own authority.</summary>
public sealed class PrivateAuthorityTests : IAsyncLifetime
{
    private readonly X509Certificate2 _authority = Authority();
    private readonly string _caFile = Path.GetTempFileName();
    private WebApplication? _server;

    private Uri Url => new(_server!.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal));

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(_caFile, _authority.ExportCertificatePem());
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(Issue(_authority))));
        _server = builder.Build();
        _server.Run(context =>
        {
            context.Response.ContentType = "application/xml";
            return context.Response.WriteAsync("<tsResponse xmlns=\"http://tableau.com/api\"><serverInfo><restApiVersion>3.26</restApiVersion></serverInfo></tsResponse>");
        });
        await _server.StartAsync();
    }

    [Fact]
    public async Task The_authority_in_the_ca_file_is_trusted()
    {
        using var sites = Sites(_caFile);
        Assert.Equal(new Version(3, 26), await sites.All[0].GetApiVersionAsync(default));
    }

    [Fact]
    public async Task Without_the_ca_file_nothing_is_sent()
    {
        using var sites = Sites(null);
        var e = await Assert.ThrowsAsync<TableauException>(() => sites.All[0].GetApiVersionAsync(default));
        Assert.Equal((TableauErrorKind.Unreachable, false), (e.Kind, e.MayHaveTakenEffect));
        Assert.Contains("CaFile", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_authority_in_the_ca_file_is_not_enough()
    {
        await File.WriteAllTextAsync(_caFile, Authority().ExportCertificatePem());
        using var sites = Sites(_caFile);
        await Assert.ThrowsAsync<TableauException>(() => sites.All[0].GetApiVersionAsync(default));
    }

    public async Task DisposeAsync()
    {
        await _server!.DisposeAsync();
        _authority.Dispose();
        File.Delete(_caFile);
    }

    private TableauSites Sites(string? caFile)
    {
        var server = new TableauServerOptions { Url = Url, CaFile = caFile };
        server.Sites.Add(new TableauSiteOptions());
        var options = new TableauOptions { Servers = { ["default"] = server } };
        return new TableauSites(Options.Create(options), TableauTransport.CreateHandler, Measuring.Tableau, TimeProvider.System, NullLoggerFactory.Instance);
    }

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=The company's own authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), [1]);
        using var withKey = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }
}
