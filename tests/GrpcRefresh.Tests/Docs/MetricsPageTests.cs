using GrpcRefresh.Tests.Infrastructure;

namespace GrpcRefresh.Tests.Docs;

public sealed class MetricsPageTests
{
    private static readonly string Committed = Path.Combine(Checkout.Root, "docs", "metrics.md");

    [Fact]
    public void The_metrics_page_tells_what_is_measured()
    {
        var page = MetricsPage.Write();
        if (Environment.GetEnvironmentVariable("GRPCREFRESH_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Committed, page);
        }

        Assert.Equal(page, File.ReadAllText(Committed));
    }
}
