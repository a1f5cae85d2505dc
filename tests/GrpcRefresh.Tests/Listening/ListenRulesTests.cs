namespace GrpcRefresh.Tests.Listening;

public sealed class ListenRulesTests
{
    private const string Key = "GrpcRefresh:Rpc:Listen";

    [Theory]
    [InlineData("http://127.0.0.1:5400", false, false, false)]
    [InlineData("http://127.1.2.3:0", false, false, false)]
    [InlineData("http://[::1]:5400/", false, false, false)]
    [InlineData("http://LocalHost:5400", false, false, false)]
    [InlineData("https://localhost:5400", true, false, false)]
    [InlineData("https://0.0.0.0:5400", true, false, true)]
    [InlineData("http://10.1.2.3:5400", false, true, true)]
    public void What_is_safe_is_listened_on(string listen, bool certificate, bool terminates, bool callers) =>
        Assert.Empty(TheListeners.Rules(certificate, terminates, callers).Check(Key, listen, "x"));

    [Theory]
    [InlineData("http://0.0.0.0:5400", false, false, true, "GrpcRefresh:Proxy:TerminatesTls")]
    [InlineData("http://[::]:5400", true, false, true, "GrpcRefresh:Proxy:TerminatesTls")]
    [InlineData("http://[::ffff:10.1.2.3]:5400", true, false, true, "GrpcRefresh:Proxy:TerminatesTls")]
    [InlineData("https://0.0.0.0:5400", true, false, false, "grpcrefresh-server key create")]
    [InlineData("http://0.0.0.0:5400", false, true, false, "grpcrefresh-server key create")]
    [InlineData("https://127.0.0.1:5400", false, false, false, "GrpcRefresh:Tls:CertificateFile is missing")]
    public void What_is_not_is_refused_with_its_key_and_the_remedy(string listen, bool certificate, bool terminates, bool callers, string remedy)
    {
        var problem = Assert.Single(TheListeners.Rules(certificate, terminates, callers).Check(Key, listen, "x"));

        Assert.StartsWith(Key, problem, StringComparison.Ordinal);
        Assert.Contains(remedy, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once() => Assert.Equal(2, TheListeners.Rules().Check(Key, "http://0.0.0.0:5400", "x").Count());

    [Fact]
    public void Where_nobody_is_asked_who_calls_callers_are_no_matter()
    {
        Assert.Empty(TheListeners.Rules(certificate: true).Check(Key, "https://0.0.0.0:5481", "x", asksWhoCalls: false));
        Assert.Single(TheListeners.Rules().Check(Key, "http://0.0.0.0:5481", "x", asksWhoCalls: false));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5400")]
    [InlineData("127.0.0.1:5400")]
    [InlineData("ftp://127.0.0.1:5400")]
    [InlineData("http://127.0.0.1:5400/v1")]
    [InlineData("http://ann@127.0.0.1:5400")]
    [InlineData("http://*:5400")]
    [InlineData("http://+:5400")]
    [InlineData("http://refresh.example.com:5400")]
    public void What_is_no_address_says_how_to_write_one(string listen) =>
        Assert.Contains("write it like http://127.0.0.1:5400", Assert.Single(TheListeners.Rules(true, true, true).Check(Key, listen, "http://127.0.0.1:5400")), StringComparison.Ordinal);
}
