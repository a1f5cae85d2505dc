namespace GrpcRefresh.FunctionalTests.Gateway;

/// <summary>What is too long or too slow is cut off, and what is merely long is read.</summary>
public sealed class BoundTests(DoorWorld world) : IClassFixture<DoorWorld>
{
    [Theory]
    [InlineData(12_000, 400)]
    [InlineData(17_000, 414)]
    public async Task A_query_may_be_long_but_not_endless(int length, int expected)
    {
        var (status, answer) = await world.Gateway.AskAsync($"GET /v1/jobs?page_token={new string('x', length)}");

        Assert.Equal(expected, status);
        Assert.Equal(expected == 400, answer.Contains("page_token", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(30, 1_000, 200)]
    [InlineData(40, 1_000, 431)]
    [InlineData(100, 1, 431)]
    public async Task So_may_the_headers(int count, int length, int expected)
    {
        var headers = string.Concat(Enumerable.Range(0, count).Select(i => $"X-Header-{i}: {new string('x', length)}\r\n"));

        Assert.Equal(expected, (await world.Gateway.AskAsync("GET /v1/jobs", headers)).Status);
    }

    [Fact]
    public async Task A_body_that_trickles_in_is_cut_off()
    {
        var (status, answer) = await world.Gateway.AskAsync("POST /v1/resources:refresh", "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{");

        Assert.Equal(408, status);
        Assert.Contains("too slowly", answer, StringComparison.Ordinal);
    }
}
