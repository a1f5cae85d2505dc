using System.Net;
using GrpcRefresh.Server.Callers;
using GrpcRefresh.Server.Listening;
using GrpcRefresh.Testing;
using GrpcRefresh.Tests.Rpc;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace GrpcRefresh.Tests.Callers;

public sealed class SourceConnectionsTests
{
    private readonly ManualClock _clock = new();
    private readonly ListLogger<SourceConnections> _log = new();
    private readonly TaskCompletionSource _end = new();
    private readonly SourceConnections _sources;
    private int _let;

    public SourceConnectionsTests()
    {
        var proxies = new ProxyOptions { Networks = { "10.0.3.0/24" } };
        _sources = new SourceConnections(Options.Create(new CallersOptions { MaxConnectionsPerAddress = 2 }), Options.Create(proxies), _clock, _log);
    }

    [Theory]
    [InlineData(2, "192.0.2.1", "192.0.2.1", "192.0.2.1")]
    [InlineData(2, "192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData(2, "2001:db8::1", "2001:db8::2", "2001:db8::3")]
    [InlineData(3, "2001:db8::1", "2001:db8:0:1::1", "2001:db8::3")]
    [InlineData(3, "192.0.2.1", "192.0.2.1", "192.0.2.2")]
    [InlineData(3, "10.0.3.7", "10.0.3.7", "::ffff:10.0.3.7")]
    public void An_address_has_so_many_and_others_have_their_own(int let, params string[] addresses)
    {
        foreach (var address in addresses)
        {
            _ = ConnectAsync(address);
        }

        Assert.Equal(let, _let);
    }

    [Fact]
    public async Task One_that_ends_makes_place()
    {
        var open = new[] { ConnectAsync("192.0.2.1"), ConnectAsync("192.0.2.1"), ConnectAsync("192.0.2.1") };
        _end.SetResult();
        await Task.WhenAll(open);

        await ConnectAsync("192.0.2.1");

        Assert.Equal(3, _let);
    }

    [Fact]
    public async Task What_is_closed_is_told_at_once_and_then_once_a_minute_with_its_number()
    {
        _ = ConnectAsync("192.0.2.1");
        _ = ConnectAsync("192.0.2.1");
        for (var i = 0; i < 5; i++)
        {
            await ConnectAsync("192.0.2.1");
        }

        _clock.Advance(TimeSpan.FromMinutes(1));
        await ConnectAsync("192.0.2.1");

        Assert.Equal(["1 connections", "5 connections"], _log.Lines.Select(line => string.Join(' ', line.Message.Split(' ')[..2])));
        Assert.Contains("GrpcRefresh:Callers:MaxConnectionsPerAddress", _log.Lines[0].Message, StringComparison.Ordinal);
    }

    private Task ConnectAsync(string address) => _sources.PassAsync(
        new DefaultConnectionContext("c") { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 4711) },
        _ =>
        {
            _let++;
            return _end.Task;
        });
}
