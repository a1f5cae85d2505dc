using GrpcRefresh.Server.Security;
using GrpcRefresh.Server.Tableau;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace GrpcRefresh.Tests.Tableau;

public sealed class TableauOptionsValidatorTests
{
    private const string Server = "GrpcRefresh:Tableau:Servers:default";

    public static TheoryData<string, string?, string> Mistakes => new()
    {
        { "Url", null, "Servers:default:Url: give the address" },
        { "Url", "tableau", "Servers:default:Url: give the address" },
        { "Url", "ftp://tableau.example.com", "Servers:default:Url: give the address" },
        { "Url", "http://tableau.example.com", "Servers:default:Url: http would send" },
        { "Url", "https://tableau.example.com/#/site/x", "Servers:default:Url: give scheme and host only" },
        { "Url", "https://tableau.example.com/api", "Servers:default:Url: give scheme and host only" },
        { "Url", "https://me:secret@tableau.example.com", "Servers:default:Url: give scheme and host only" },
        { "RequestTimeout", "00:00:00", "Servers:default:RequestTimeout: must be" },
        { "SessionLifetime", "2.00:00:00", "Servers:default:SessionLifetime: must be" },
        { "Aliases:0", "https://other.example.com/", "Servers:default:Aliases: 'https://other.example.com/' is no host" },
        { "Proxy", "proxy:3128x", "Servers:default:Proxy: give an address" },
        { "CaFile", "/nonexistent.pem", "Servers:default:CaFile: The file cannot be used" },
        { "Headers:X-Tableau-Auth", "x", "Servers:default:Headers:X-Tableau-Auth" },
        { "Headers:X-Gate", "a\nb", "Servers:default:Headers:X-Gate" },
        { "Headers:Content-Type", "a", "Servers:default:Headers:Content-Type" },
        { "Sites:0:ContentUrl", "My Site", "Servers:default:Sites:0:ContentUrl: 'My Site' is no contentUrl" },
        { "Sites:0:Credential:PatName", "", "Servers:default:Sites:0:Credential:PatName is missing" },
        { "Sites:0:Credential:PatSecret", "", "Servers:default:Sites:0:Credential:PatSecret is missing" },
        { "Sites:0:Credential:PatSecretFile", "/nonexistent", "Servers:default:Sites:0:Credential:PatSecretFile are both set" },
        { "Sites:0:Credential:UserName", "svc", "Servers:default:Sites:0:Credential has PatName and UserName: one site has one credential" },
        { "Sites:0:Credential:ConnectedApp:User", "svc", "Servers:default:Sites:0:Credential has PatName and ConnectedApp" },
        { "Sites:1:Credential:Password", "x", "Servers:default:Sites:1:Credential:UserName is missing" },
        { "Sites:1:Credential:UserName", "svc", "Servers:default:Sites:1:Credential:Password is missing" },
        { "Sites:1:Credential:ConnectedApp:User", "svc", "Servers:default:Sites:1:Credential:ConnectedApp:ClientId is missing" },
        { "Sites:1:Credential:ConnectedApp:ClientId", "a", "Servers:default:Sites:1:Credential:ConnectedApp:SecretId is missing" },
        { "Sites:1:Credential:ConnectedApp:SecretId", "a", "Servers:default:Sites:1:Credential:ConnectedApp:User is missing" },
        { "Sites:1:Credential:ConnectedApp:SecretValueFile", "/nonexistent", "Sites:1:Credential:ConnectedApp:SecretValueFile does not exist" },
        { "Sites:1:Credential:ConnectedApp:SecretValue", "short", "Sites:1:Credential:ConnectedApp:SecretValue is shorter than 32" },
        { "Sites:1:ContentUrl", "", "the site '' is configured 2 times" },
        { "Sites:1:Credential:PatName", "pat", "share the personal access token 'pat'. Tableau allows a token one live session" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_named_by_its_key(string key, string? value, string message)
    {
        var settings = Good();
        settings[$"{Server}:{key}"] = value;
        Assert.Contains(Errors(settings), error => error.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var settings = Good();
        settings[$"{Server}:Url"] = "tableau";
        settings[$"{Server}:RequestTimeout"] = "1.00:00:00";
        settings[$"{Server}:Sites:0:Credential:PatName"] = null;
        Assert.Equal(3, Errors(settings).Count);
    }

    [Fact]
    public void A_site_without_any_credential_is_told_of_all_three_kinds()
    {
        var settings = Good();
        settings[$"{Server}:Sites:1:ContentUrl"] = "sales";
        Assert.Contains("PatSecretFile for a personal access token, UserName", Assert.Single(Errors(settings)), StringComparison.Ordinal);
    }

    [Fact]
    public void Sites_may_share_an_account_because_only_tokens_have_one_session()
    {
        var settings = new Dictionary<string, string?> { [$"{Server}:Url"] = "https://tableau.example.com", [$"{Server}:Sites:1:ContentUrl"] = "sales" };
        foreach (var site in new[] { 0, 1 })
        {
            settings[$"{Server}:Sites:{site}:Credential:UserName"] = "svc";
            settings[$"{Server}:Sites:{site}:Credential:Password"] = "secret";
        }

        Assert.Empty(Errors(settings));
    }

    [Fact]
    public void Without_any_site_the_service_does_not_start() =>
        Assert.Contains("no site is configured", Assert.Single(Errors([])), StringComparison.Ordinal);

    [Fact]
    public void Two_servers_at_one_address_are_one_server()
    {
        var settings = Good();
        settings["GrpcRefresh:Tableau:Servers:second:Url"] = "https://Tableau.example.com";
        Assert.Contains("tableau.example.com belongs to more than one server", Assert.Single(Errors(settings)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_never_appears_in_a_message() =>
        Assert.DoesNotContain(Errors(new(Good()) { [$"{Server}:Url"] = "https://me:hunter2@tableau.example.com" }), error => error.Contains("hunter2", StringComparison.Ordinal));

    [Theory]
    [InlineData("http://127.0.0.1:5490", null)]
    [InlineData("http://localhost:5490", null)]
    [InlineData("http://tableau.example.com", "true")]
    public void Http_is_fine_on_this_machine_and_where_it_is_allowed(string url, string? allow)
    {
        var settings = Good();
        settings[$"{Server}:Url"] = url;
        settings[$"{Server}:AllowHttp"] = allow;
        Assert.Empty(Errors(settings));
    }

    [Fact]
    public void Good_settings_give_sites_that_are_found_whatever_the_case()
    {
        var settings = Good();
        settings["GrpcRefresh:Tableau:Servers:CLOUD:Url"] = "https://10ax.online.tableau.com";
        settings["GrpcRefresh:Tableau:Servers:CLOUD:Aliases:0"] = "bi.example.com:8443";
        settings["GrpcRefresh:Tableau:Servers:CLOUD:Sites:0:ContentUrl"] = "Marketing";
        settings["GrpcRefresh:Tableau:Servers:CLOUD:Sites:0:Credential:PatName"] = "pat";
        settings["GrpcRefresh:Tableau:Servers:CLOUD:Sites:0:Credential:PatSecret"] = "secret";
        using var services = Services(settings);
        var sites = services.GetRequiredService<TableauSites>();

        Assert.Equal([new("cloud", "Marketing"), new("default", "")], sites.All.Select(site => site.Key));
        Assert.Same(sites.All[0], sites.Find(new("Cloud", "MARKETING")));
        Assert.Same(sites.All[1], sites.Find(new("", "")));
        Assert.Equal("cloud", sites.FindByHost("BI.example.com:8443"));
        Assert.Equal("default", sites.FindByHost("tableau.example.com"));
        Assert.Null(sites.FindByHost("bi.example.com"));
    }

    [Fact]
    public void A_site_that_is_not_configured_is_refused_by_name()
    {
        using var services = Services(Good());
        var e = Assert.Throws<GrpcRefresh.Server.RefusedException>(() => services.GetRequiredService<TableauSites>().Get(new("default", "sales")));
        Assert.Equal(GrpcRefresh.V1.ErrorReason.SiteNotConfigured, e.Failure.Reason);
        Assert.Equal(("default", "sales"), (e.Failure.Metadata["server"], e.Failure.Metadata["site"]));
    }

    [Fact]
    public void The_handler_neither_follows_redirects_nor_keeps_cookies()
    {
        using var handler = (SocketsHttpHandler)TableauTransport.CreateHandler(new TableauServerOptions { Proxy = new Uri("http://me:pw@proxy:3128") });
        Assert.False(handler.AllowAutoRedirect);
        Assert.False(handler.UseCookies);
        Assert.Equal("pw", handler.Proxy!.Credentials!.GetCredential(new Uri("http://proxy:3128"), "Basic")!.Password);
    }

    [Fact]
    public async Task Configured_headers_are_sent()
    {
        using var bench = new TableauWorkbench(server => server.Headers["X-Gate"] = new Secret("open"));
        bench.Stub.On("GET /jobs/job-1", _ => Answer.Job());
        await bench.ReadAsync();
        Assert.All(bench.Stub.Calls, call => Assert.Equal("open", call.Message.Headers.GetValues("X-Gate").Single()));
    }

    private static Dictionary<string, string?> Good() => new()
    {
        [$"{Server}:Url"] = "https://tableau.example.com",
        [$"{Server}:Sites:0:Credential:PatName"] = "pat",
        [$"{Server}:Sites:0:Credential:PatSecret"] = "secret",
    };

    private static List<string> Errors(Dictionary<string, string?> settings)
    {
        using var services = Services(settings);
        try
        {
            _ = services.GetRequiredService<IOptions<TableauOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures];
        }
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings) => new ServiceCollection().AddLogging()
        .AddTableau(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
}
