using System.Text;
using System.Text.RegularExpressions;

namespace GrpcRefresh.FunctionalTests.Abuse;

/// <summary>Requests of which a proxy might think that they end elsewhere, or that have more headers than they seem to.</summary>
public sealed partial class SmugglingTests(AbuseWorld world) : IClassFixture<AbuseWorld>
{
    [Theory]
    [InlineData("Content-Length: 4\r\nContent-Length: 5\r\n\r\n{}  ")]
    [InlineData("Content-Length: 4, 5\r\n\r\n{}  ")]
    [InlineData("Content-Length: -1\r\n\r\n")]
    [InlineData("Content-Length: 0x4\r\n\r\n{}  ")]
    [InlineData("Content-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("Content-Length : 4\r\n\r\n{}  ")]
    [InlineData("Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: identity\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\n{}XX0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n0\r\n\r\n")]
    [InlineData("X-Folded: a\r\n b\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("X-Bare: a\nContent-Length: 0\r\n\r\n")]
    [InlineData("X-Nul: a\0b\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("X-Return: a\rb\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("Host: elsewhere\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("No colon\r\nContent-Length: 0\r\n\r\n")]
    public async Task A_request_that_can_be_read_in_two_ways_is_refused_and_the_connection_ends(string rest)
    {
        var answers = await AnswersAsync($"POST /v1/resources:resolve HTTP/1.1\r\nHost: localhost\r\nAuthorization: {world.Viewer}\r\nContent-Type: application/json\r\n{rest}{Hidden()}");

        Assert.DoesNotContain(answers, status => status is 200 or >= 500 and not 501);
        Assert.InRange(answers.Count, 0, 1);
        await world.AssertServesAsync();
    }

    [Fact]
    public async Task Of_two_lengths_the_chunks_count_and_nothing_comes_behind_them()
    {
        var answers = await AnswersAsync(
            $"POST /v1/resources:resolve HTTP/1.1\r\nHost: localhost\r\nAuthorization: {world.Viewer}\r\nContent-Type: application/json\r\nContent-Length: 200\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{Hidden()}");

        Assert.Equal(400, Assert.Single(answers));
    }

    [Theory]
    [InlineData("GET /v1/jobs\tHTTP/1.1")]
    [InlineData("GET  /v1/jobs HTTP/1.1")]
    [InlineData("GET /v1/jobs HTTP/1.1 ")]
    [InlineData("GET /v1/jobs HTTP/9.9")]
    [InlineData("GET /v1/jobs")]
    [InlineData("GET http://elsewhere.example.com/v1/jobs HTTP/1.1")]
    [InlineData("CONNECT localhost:80 HTTP/1.1")]
    [InlineData("\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003")]
    [InlineData("PRI * HTTP/2.0")]
    public async Task A_line_that_is_no_request_of_this_door_is_no_request(string line)
    {
        var answers = await AnswersAsync($"{line}\r\nHost: localhost\r\nAuthorization: {world.Viewer}\r\nConnection: close\r\n\r\n");

        Assert.DoesNotContain(200, answers);
        Assert.InRange(answers.Count, 0, 1);
    }

    [Theory]
    [InlineData("/v1/jobs/x%0d%0aX-Injected:%201")]
    [InlineData("/v1/jobs?page_token=x%0d%0aX-Injected:%201")]
    [InlineData("/%0d%0aX-Injected:%201%0d%0a%0d%0a")]
    public async Task What_stands_in_a_request_makes_no_header_of_the_answer(string target)
    {
        var (_, answer) = await world.Gateway.AskAsync($"GET {target}", $"Authorization: {world.Viewer}\r\nX-Request-Id: a%0d%0aX-Injected: 1\r\n");

        Assert.DoesNotContain(answer.Split("\r\n\r\n")[0].Split("\r\n"), header => header.StartsWith("X-Injected", StringComparison.OrdinalIgnoreCase));
    }

    private string Hidden() => $"GET /v1/jobs HTTP/1.1\r\nHost: localhost\r\nAuthorization: {world.Viewer}\r\nConnection: close\r\n\r\n";

    private async Task<List<int>> AnswersAsync(string request)
    {
        var text = Encoding.Latin1.GetString(await AbuseWorld.SendAsync(world.Gateway.Url, Encoding.Latin1.GetBytes(request)));
        return [.. StatusLine().Matches(text).Select(line => int.Parse(line.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))];
    }

    [GeneratedRegex(@"HTTP/1\.1 (\d{3}) ")]
    private static partial Regex StatusLine();
}
