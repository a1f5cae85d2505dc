using GrpcRefresh.Server;
using GrpcRefresh.Tests.Infrastructure;
using Xunit;

namespace GrpcRefresh.Tests.Docs;

public sealed class ConfigurationPageTests
{
    private static readonly string Committed = Path.Combine(Checkout.Root, "docs", "configuration.md");

    private readonly ConfigurationPage _page = new(typeof(ServerHost).Assembly);

    [Fact]
    public void The_configuration_page_tells_what_the_code_does()
    {
        var page = _page.Write();
        if (Environment.GetEnvironmentVariable("GRPCREFRESH_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Committed, page);
        }

        Assert.Equal(page, File.ReadAllText(Committed));
    }

    [Fact]
    public void Every_option_says_what_it_means() => Assert.Empty(_page.Unexplained());
}
