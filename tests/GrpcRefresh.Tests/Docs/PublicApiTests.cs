using GrpcRefresh.Client;
using GrpcRefresh.Tests.Infrastructure;

namespace GrpcRefresh.Tests.Docs;

public sealed class PublicApiTests
{
    private static readonly string Committed = Path.Combine(Checkout.Root, "src", "GrpcRefresh.Client", "PublicApi.txt");

    [Fact]
    public void The_public_surface_of_the_client_is_the_one_that_was_agreed()
    {
        var surface = PublicApi.Of(typeof(GrpcRefreshClient).Assembly);
        if (Environment.GetEnvironmentVariable("GRPCREFRESH_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Committed, surface);
        }

        Assert.Equal(surface, File.ReadAllText(Committed));
    }
}
