using GrpcRefresh.Server.Listening;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Listening;

public sealed class ProxyOptionsTests
{
    [Theory]
    [InlineData("10.0.3.7")]
    [InlineData("10.0.3.0/24")]
    [InlineData("fd00::/8")]
    [InlineData("::1")]
    public void Addresses_and_networks_are_believed(string network) => Assert.Empty(Problems(network));

    [Theory]
    [InlineData("nginx", "no address or network")]
    [InlineData("10.0.3.0/33", "no address or network")]
    [InlineData("", "no address or network")]
    [InlineData("0.0.0.0/0", "everybody")]
    [InlineData("::/0", "everybody")]
    public void Anything_else_is_refused_with_its_place(string network, string why)
    {
        var problem = Assert.Single(Problems("10.0.3.7", network));

        Assert.StartsWith("GrpcRefresh:Proxy:Networks:1 is ", problem, StringComparison.Ordinal);
        Assert.Contains(why, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_proxy_in_front_needs_a_configured_caller(bool terminates)
    {
        var options = terminates ? new ProxyOptions { TerminatesTls = true } : Of("127.0.0.1").Value;

        var problem = Assert.Single(new ProxyOptionsValidator(TheListeners.Callers(false)).Validate(null, options).Failures!);

        Assert.Contains("grpcrefresh-server key create", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_the_framework_believes_only_the_configured_ones_count()
    {
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All };

        new ForwardedSources(Of("10.0.3.0/24")).PostConfigure(null, forwarded);

        Assert.Equal((ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, 0), (forwarded.ForwardedHeaders, forwarded.KnownProxies.Count));
        Assert.Equal(System.Net.IPNetwork.Parse("10.0.3.0/24"), Assert.Single(forwarded.KnownIPNetworks));
    }

    [Fact]
    public void Without_proxies_nothing_is_believed()
    {
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All };

        new ForwardedSources(Of()).PostConfigure(null, forwarded);

        Assert.Equal(ForwardedHeaders.None, forwarded.ForwardedHeaders);
    }

    private static IReadOnlyList<string> Problems(params string[] networks) => [.. new ProxyOptionsValidator(TheListeners.Callers(true)).Validate(null, Of(networks).Value).Failures ?? []];

    private static IOptions<ProxyOptions> Of(params string[] networks)
    {
        var options = new ProxyOptions();
        options.Networks.AddRange(networks);
        return Options.Create(options);
    }
}
