using GrpcRefresh.Server;
using GrpcRefresh.Server.Gateway.Routing;

namespace GrpcRefresh.Tests.Gateway.Routing;

public sealed class RawPathTests
{
    [Theory]
    [InlineData("/", "|-")]
    [InlineData("/a/b", "a|b|-")]
    [InlineData("/a/b:c", "a|b|c")]
    [InlineData("/a:x/b", "a:x|b|-")]
    [InlineData("/a/b:c:d", "a|b:c|d")]
    [InlineData("/a/:c", "a||c")]
    [InlineData("/a/b:", "a|b|")]
    [InlineData("/a/b%3Ac", "a|b:c|-")]
    [InlineData("/%C3%BC/%f0%9f%9a%80", "ü|🚀|-")]
    [InlineData("/a%252F+", "a%2F+|-")]
    [InlineData("/a//b/", "a||b||-")]
    public void Each_segment_is_decoded_once_and_the_verb_is_taken_off_before(string path, string parts)
    {
        var parsed = RawPath.Parse(path)!;

        Assert.Equal(parts, string.Join('|', [.. parsed.Segments, parsed.Verb ?? "-"]));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("a")]
    [InlineData("/a/..")]
    [InlineData("/./a")]
    [InlineData("/%2e%2E/a")]
    [InlineData("/a/.:wait")]
    public void Dots_are_never_resolved(string path) => Assert.Null(RawPath.Parse(path));

    [Theory]
    [InlineData("/%")]
    [InlineData("/%4")]
    [InlineData("/%zz")]
    [InlineData("/%e4")]
    [InlineData("/%c0%af")]
    [InlineData("/%ed%a0%80")]
    [InlineData("/ü")]
    public void A_malformed_escape_is_refused(string path) =>
        Assert.Equal("path", Assert.Single(Assert.Throws<RefusedException>(() => RawPath.Parse(path)).Failure.Fields).Field);
}
