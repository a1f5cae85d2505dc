using GrpcRefresh.FunctionalTests.Infrastructure;

namespace GrpcRefresh.FunctionalTests.Docs;

public sealed class CliPageTests
{
    private static readonly string Committed = Path.Combine(Checkout.Root, "docs", "cli.md");

    [Fact]
    public async Task The_page_of_the_tool_tells_what_its_help_tells()
    {
        var page = await CliPage.WriteAsync();
        if (Environment.GetEnvironmentVariable("GRPCREFRESH_UPDATE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(Committed, page);
        }

        Assert.Equal(page, await File.ReadAllTextAsync(Committed));
    }
}
